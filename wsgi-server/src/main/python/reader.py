"""The server's way to ``from_gunicorn.py``: takes and returns what crosses to Java easily."""

import types


def load(source, virtual_env):
    """Load the text of ``from_gunicorn.py``, and return a function that calls it."""
    module = types.ModuleType("from_gunicorn")
    exec(compile(source, "from_gunicorn.py", "exec"), module.__dict__)
    packages = module.site_packages(virtual_env) if virtual_env else ()

    def read(arguments, variables, directory):
        environ = dict(str(variable).split("=", 1) for variable in variables)
        try:
            translation = module.translate([str(argument) for argument in arguments], environ, str(directory), packages)
        except module.SettingError as error:
            return {"error": str(error)}
        return {
            "error": None,
            "properties": [[name, value] for name, value in translation.pairs()],
            "notes": [[name, reason] for name, reason in translation.notes],
            "chdir": translation.settings.get("chdir"),
            "lines": module.yaml(translation),
        }

    return lambda *arguments: [[name, value] for name, value in read(*arguments).items()]
