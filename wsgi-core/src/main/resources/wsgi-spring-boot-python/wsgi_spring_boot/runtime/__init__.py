"""What the interpreter tells of itself: its log and the stacks of its threads. And what it must not do."""
