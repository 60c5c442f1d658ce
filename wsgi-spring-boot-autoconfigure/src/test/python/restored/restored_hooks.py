import restored


def pre_checkpoint(worker):
    restored.events.append(f"before {worker.name}")


def post_restore(worker):
    import restored

    restored.events.append(f"after {worker.name}")
