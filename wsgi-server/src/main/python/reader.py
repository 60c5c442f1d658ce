"""The server's way to ``from_gunicorn.py``: takes and returns what crosses to Java easily."""

import types


def load(source):
    """Load the text of ``from_gunicorn.py``, and return a function that calls it."""
    module = types.ModuleType("from_gunicorn")
    exec(compile(source, "from_gunicorn.py", "exec"), module.__dict__)

    def read(arguments, directory, virtual_env):
        packages = module.site_packages(virtual_env) if virtual_env else ()
        try:
            translation = module.translate([str(argument) for argument in arguments], None, str(directory), packages)
        except module.SettingError as error:
            return {"error": str(error)}
        return {
            "error": None,
            "properties": [[name, value] for name, value in translation.pairs()],
            "notes": [[name, reason] for name, reason in translation.notes],
            "chdir": translation.settings.get("chdir"),
            "lines": module.yaml(translation),
        }

    return lambda *arguments: [*read(*arguments).items()]
