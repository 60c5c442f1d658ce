"""Mixed traffic for as long as one has time for, and what the process holds at its start and end."""

import asyncio
import random
import re
import time

from campaign import crowd
from campaign.cases import case
from campaign.groups import chaos, load

# By how much what is held at the end may be more than at the first quarter
GROWTH = {"heap": 1.25, "resident": 1.25, "metaspace": 1.15, "threads": 1.2, "descriptors": 1.2}
TARGETS = ("/id", "/id", "/id", "/id?wait=0.02", "/id?wait=0.1")


def sample(target):
    """Return what the process holds."""
    heap, _ = target.inspect()
    told = target.get("/actuator/prometheus").body.decode()
    metaspace = re.search(r'jvm_memory_used_bytes\{[^}]*id="Metaspace"[^}]*\} (\S+)', told)
    return {
        "heap": heap,
        "resident": target.resident(),
        "metaspace": float(metaspace[1]) if metaspace else 0,
        "threads": target.threads(),
        "descriptors": target.descriptors(),
    }


async def ask_until(end, port, tallies, chance, pause):
    """Make requests at a steady rate; each quarter has a tally of its own."""
    client = crowd.Client(port, tallies[0])
    begin = time.monotonic()
    while (now := time.monotonic()) < end:
        client.tally = tallies[min(3, int(4 * (now - begin) / (end - begin)))]
        await client.ask(chance.choice(TARGETS))
        await asyncio.sleep(chance.expovariate(1 / pause))
    client.close()


async def reload_until(end, target, run):
    """Load the application anew, twice a minute."""
    while time.monotonic() + 30 < end:
        await asyncio.sleep(30)
        run.check(await asyncio.to_thread(chaos.reload, target), "the reload failed")


async def sample_until(end, target, samples):
    """Look four times at what the process holds."""
    begin = time.monotonic()
    for quarter in range(1, 5):
        await asyncio.sleep(max(0.0, begin + (end - begin) * quarter / 4 - 3 - time.monotonic()))
        samples.append(await asyncio.to_thread(sample, target))


@case(
    "soak",
    "mixed traffic with reloads, for --minutes",
    "each request gets its own answer; heap after GC, resident memory, metaspace, threads and descriptors of the end "
    "are about those of the first quarter",
)
def soak(run):
    """Serve for a long time."""
    minutes = run.amount(run.campaign.minutes, 0.5)
    with run.campaign.prepare(run.runtime) as target:
        chance = random.Random(run.campaign.seed)
        tallies = [crowd.Tally() for _ in range(4)]
        samples = []

        async def work():
            # What is compiled and loaded in the first moments is no growth
            await crowd.all_ask(await crowd.connect_all(target.port, crowd.Tally(), 30), lambda: "/id?wait=0.02", 100)
            end = time.monotonic() + minutes * 60
            await asyncio.gather(
                reload_until(end, target, run),
                sample_until(end, target, samples),
                *(ask_until(end, target.port, tallies, chance, 0.2) for _ in range(60)),
            )

        asyncio.run(work())
        for tally in tallies:
            load.judge(run, tally)
        for name, factor in GROWTH.items():
            first, last = samples[0][name], samples[-1][name]
            run.check(last <= first * factor + 20, f"{name}: {first} in the first quarter, {last} at the end")
            unit = "" if name in ("threads", "descriptors") else " MB"
            shown = [f"{value[name] / (1e6 if unit else 1):.0f}" for value in samples]
            run.figure(name, f"{' → '.join(shown)}{unit}")
        run.figure("first quarter", str(tallies[0]))
        run.figure("last quarter", str(tallies[-1]))
