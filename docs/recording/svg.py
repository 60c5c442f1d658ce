"""Draws recorded scenes as an SVG that plays them one after the other, again and again."""

import html

COLUMNS = 110
LINE = 20
CHARACTER = 8.43
MARGIN = 24
LONGEST_PAUSE = 2.0
BETWEEN_COMMANDS = 0.8
AT_THE_END = 6.0


def drawing(scenes):
    """Return the SVG for pairs of a title and the commands with what they printed."""
    frames, clock = [], 0.0
    for title, commands in scenes:
        began, lines = clock, [(clock, "title", title)]
        for command, printed in commands:
            clock += BETWEEN_COMMANDS
            lines += [(clock, "command", text) for text in prompt(command)]
            before = 0.0
            for seconds, text in printed:
                clock += min((seconds - before), LONGEST_PAUSE)
                before = seconds
                lines.append((clock, "output", text[:COLUMNS]))
        clock += AT_THE_END
        frames.append((began, clock, lines))
    height = MARGIN * 2 + LINE * max(len(lines) for _, _, lines in frames)
    width = MARGIN * 2 + round(COLUMNS * CHARACTER)
    styles, texts = [], []
    for scene, (_, ended, lines) in enumerate(frames):
        for row, (shown, kind, text) in enumerate(lines):
            name = f"l{len(texts)}"
            styles.append(f"#{name}{{animation:{name} {clock:.1f}s infinite step-end}}"
                          f"@keyframes {name}{{0%{{opacity:0}}{percent(shown, clock)}{{opacity:1}}"
                          f"{percent(ended, clock)}{{opacity:0}}}}")
            names = f"{kind} later" if scene else kind
            texts.append(f'<text id="{name}" class="{names}" x="{MARGIN}" y="{MARGIN + LINE * (row + 0.75):.0f}">'
                         f"{html.escape(text)}</text>")
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
            'role="img" aria-label="A stuck request is found by its Python stack, and new code is loaded under load">\n'
            "<style>text{font:14px ui-monospace,Menlo,'DejaVu Sans Mono',monospace;white-space:pre;fill:#d8dee9}"
            ".title{fill:#88c0d0;font-weight:bold}.command{fill:#a3be8c}"
            # Where nothing moves, the first scene stands alone
            ".later{opacity:0}@media (prefers-reduced-motion: reduce){text{animation:none!important}}"
            + "\n".join(styles) + "</style>\n"
            f'<rect width="{width}" height="{height}" rx="8" fill="#2e3440"/>\n' + "\n".join(texts) + "\n</svg>\n")


def prompt(command):
    """Return the lines of a command as a terminal shows them."""
    first, *others = command.split("\n")
    return [f"$ {first}", *(f"> {other}" for other in others)]


def percent(seconds, total):
    """Return when in the whole drawing something happens."""
    return f"{min(seconds / total * 100, 99.99):.2f}%"
