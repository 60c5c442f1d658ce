#!/usr/bin/env python3
"""Prints the application.yml that does what a gunicorn command line does.

    python3 from_gunicorn.py -c gunicorn.conf.py --workers 3 shop:app

Takes gunicorn's options and, like gunicorn, reads ``gunicorn.conf.py`` in the current
directory and the variables ``GUNICORN_CMD_ARGS``, ``PORT``, ``WEB_CONCURRENCY`` and
``FORWARDED_ALLOW_IPS``. What has no equivalent becomes a comment that says why. Needs
Python 3.8 or later, and no packages but those that the configuration file imports.

The settings are those of gunicorn 20 to 27.
"""

import argparse
import functools
import glob
import importlib
import importlib.machinery
import importlib.util
import json
import os
import re
import shlex
import sys
import traceback

__all__ = ["Translation", "translate", "main"]

DEFAULT_CONFIG = "gunicorn.conf.py"
HOOKS = ("post_worker_init", "pre_request", "post_request", "worker_exit")

_ONE_PROCESS = "there are no worker processes"
_SYSTEM = "a matter for systemd or for the container"
_HTTP2 = "Tomcat's value holds; a TomcatConnectorCustomizer can change it"
_ASGI = "for ASGI applications only"
_DIRTY = "there is no separate pool for long work; threads join while others wait"
_LAX = "Tomcat's HTTP parser is strict, and stays so"
_SYSLOG = "add a syslog appender in logging.config"
_STATSD = "/actuator/prometheus is there; statsd needs one more dependency, micrometer-registry-statsd"

# Name, options, kind, and what becomes of it: a function of Translation, or the reason why
# there is nothing to set
_TABLE = (
    ("config", "-c --config", "text", None),
    ("wsgi_app", "", "text", "application"),
    ("bind", "-b --bind", "list", "bind"),
    ("backlog", "--backlog", "number", "backlog"),
    ("workers", "-w --workers", "number", "workers"),
    ("worker_class", "-k --worker-class", "any", "worker_class"),
    ("threads", "--threads", "number", "threads"),
    ("worker_connections", "--worker-connections", "number", "worker_connections"),
    ("max_requests", "--max-requests", "number", "max_requests"),
    ("max_requests_jitter", "--max-requests-jitter", "number", "max_requests_jitter"),
    ("timeout", "-t --timeout", "number", "timeout"),
    ("graceful_timeout", "--graceful-timeout", "number", "graceful_timeout"),
    ("keepalive", "--keep-alive", "number", "keepalive"),
    ("limit_request_line", "--limit-request-line", "number", "limits"),
    ("limit_request_fields", "--limit-request-fields", "number",
     "not needed up to 100, Tomcat's limit; for more, a TomcatConnectorCustomizer sets maxHeaderCount"),
    ("limit_request_field_size", "--limit-request-field_size", "number", "limits"),
    ("reload", "--reload", "flag", "reload"),
    ("reload_engine", "--reload-engine", "text", "not needed: there is one way to watch files"),
    ("reload_extra_files", "--reload-extra-file", "list", "reload_extra_files"),
    ("spew", "--spew", "flag", "not there: a debugger or the log level does it"),
    ("check_config", "--check-config", "flag", "check_config"),
    ("print_config", "--print-config", "flag", None),
    ("preload_app", "--preload", "flag",
     f"not needed: {_ONE_PROCESS}, and the first worker loads before the port opens, the others while "
     "it serves"),
    ("sendfile", "--no-sendfile", "off",
     "not needed: wsgi.file_wrapper reads the file, without sendfile"),
    ("reuse_port", "--reuse-port", "flag", f"not needed: {_ONE_PROCESS} that share a port"),
    ("chdir", "--chdir", "text", "chdir"),
    ("daemon", "-D --daemon", "flag", f"not needed: {_SYSTEM}"),
    ("raw_env", "-e --env", "list", "raw_env"),
    ("pidfile", "-p --pid", "text", "pidfile"),
    ("worker_tmp_dir", "--worker-tmp-dir", "text",
     f"not needed: {_ONE_PROCESS} with a heartbeat file"),
    ("user", "-u --user", "any", f"not needed: {_SYSTEM}"),
    ("group", "-g --group", "any", f"not needed: {_SYSTEM}"),
    ("umask", "-m --umask", "any", f"not needed: {_SYSTEM}"),
    ("initgroups", "--initgroups", "flag", f"not needed: {_SYSTEM}"),
    ("tmp_upload_dir", "", "text", "tmp_upload_dir"),
    ("secure_scheme_headers", "", "any", "secure_scheme_headers"),
    ("forwarded_allow_ips", "--forwarded-allow-ips", "text", "forwarded_allow_ips"),
    ("accesslog", "--access-logfile", "text", "accesslog"),
    ("disable_redirect_access_to_syslog", "--disable-redirect-access-to-syslog", "flag",
     "not needed: the access log does not go to syslog"),
    ("access_log_format", "--access-logformat", "text", "access_log_format"),
    ("errorlog", "--error-logfile --log-file", "text", "errorlog"),
    ("loglevel", "--log-level", "text", "loglevel"),
    ("capture_output", "--capture-output", "flag",
     "not needed: what Python prints is in the log"),
    ("logger_class", "--logger-class", "any",
     "not there: the server logs with Spring Boot's logging, see logging.*"),
    ("logconfig", "--log-config", "text", "logconfig"),
    ("logconfig_dict", "", "any", "logconfig"),
    ("logconfig_json", "--log-config-json", "text", "logconfig"),
    ("syslog_addr", "--log-syslog-to", "text", f"not there: {_SYSLOG}"),
    ("syslog", "--log-syslog", "flag", f"not there: {_SYSLOG}"),
    ("syslog_prefix", "--log-syslog-prefix", "text", f"not there: {_SYSLOG}"),
    ("syslog_facility", "--log-syslog-facility", "text", f"not there: {_SYSLOG}"),
    ("enable_stdio_inheritance", "-R --enable-stdio-inheritance", "flag",
     "not needed: standard output and error are those of the process"),
    ("statsd_host", "--statsd-host", "any", f"not needed: {_STATSD}"),
    ("dogstatsd_tags", "--dogstatsd-tags", "text", f"not needed: {_STATSD}"),
    ("statsd_prefix", "--statsd-prefix", "text", f"not needed: {_STATSD}"),
    ("enable_backlog_metric", "--enable-backlog-metric", "flag",
     "not needed: wsgi_workers_pending is on /actuator/prometheus"),
    ("proc_name", "-n --name", "text", "proc_name"),
    ("default_proc_name", "", "text", "not needed: proc_name is enough"),
    ("pythonpath", "--pythonpath", "text", "pythonpath"),
    ("paste", "--paste --paster", "text", "paste"),
    ("raw_paste_global_conf", "--paste-global", "list", "paste"),
    ("on_starting", "", "hook", "not there: a Spring bean that listens to ApplicationStartedEvent"),
    ("on_reload", "", "hook", "not there: post_worker_init is called in each new worker"),
    ("when_ready", "", "hook", "not there: a Spring bean that listens to ApplicationReadyEvent"),
    ("pre_fork", "", "hook", f"not needed: {_ONE_PROCESS}"),
    ("post_fork", "", "hook", f"not needed: {_ONE_PROCESS}; use post_worker_init"),
    ("post_worker_init", "", "hook", "hook"),
    ("worker_int", "", "hook", f"not needed: {_ONE_PROCESS}"),
    ("worker_abort", "", "hook",
     "not there: the log has the Python traceback of a call that took too long"),
    ("pre_exec", "", "hook", f"not needed: {_ONE_PROCESS}"),
    ("pre_request", "", "hook", "hook"),
    ("post_request", "", "hook", "hook"),
    ("child_exit", "", "hook",
     f"not needed: {_ONE_PROCESS}, whose metrics files would have to go; use worker_exit"),
    ("worker_exit", "", "hook", "hook"),
    ("nworkers_changed", "", "hook", "not there: wsgi_workers is on /actuator/prometheus"),
    ("on_exit", "", "hook", "not there: use worker_exit, or Python's atexit"),
    ("ssl_context", "", "hook", "not there: server.ssl.* or an SSL bundle"),
    ("proxy_protocol", "--proxy-protocol", "any",
     "not there: Tomcat cannot; let the proxy send X-Forwarded-For"),
    ("proxy_allow_ips", "--proxy-allow-from", "text", "not needed without proxy_protocol"),
    ("protocol", "--protocol", "text", "protocol"),
    ("uwsgi_allow_ips", "--uwsgi-allow-from", "text", "not needed without the uwsgi protocol"),
    ("keyfile", "--keyfile", "text", "keyfile"),
    ("certfile", "--certfile", "text", "certfile"),
    ("ssl_version", "--ssl-version", "any",
     "not needed: TLS 1.2 and 1.3; server.ssl.enabled-protocols restricts them"),
    ("cert_reqs", "--cert-reqs", "number", "cert_reqs"),
    ("ca_certs", "--ca-certs", "text", "ca_certs"),
    ("suppress_ragged_eofs", "--suppress-ragged-eofs", "flag", "not needed: a matter for Tomcat"),
    ("do_handshake_on_connect", "--do-handshake-on-connect", "flag",
     "not needed: a matter for Tomcat"),
    ("ciphers", "--ciphers", "text",
     "set server.ssl.ciphers, a list of Java's names instead of OpenSSL's"),
    ("http_protocols", "--http-protocols", "any", "http_protocols"),
    ("http2_cleartext", "--http2-cleartext", "text", "http2_cleartext"),
    ("http2_max_concurrent_streams", "--http2-max-concurrent-streams", "number",
     f"not needed: {_HTTP2}"),
    ("http2_initial_window_size", "--http2-initial-window-size", "number", f"not needed: {_HTTP2}"),
    ("http2_max_frame_size", "--http2-max-frame-size", "number", f"not needed: {_HTTP2}"),
    ("http2_max_header_list_size", "--http2-max-header-list-size", "number", f"not needed: {_HTTP2}"),
    ("permit_obsolete_folding", "--permit-obsolete-folding", "flag",
     "not needed: Tomcat unfolds such headers, always"),
    ("strip_header_spaces", "--strip-header-spaces", "flag", f"not there: {_LAX}"),
    ("permit_unconventional_http_method", "--permit-unconventional-http-method", "flag",
     "not needed: every method that is a token reaches the application, except TRACE and CONNECT"),
    ("permit_unconventional_http_version", "--permit-unconventional-http-version", "flag",
     f"not there: {_LAX}"),
    ("casefold_http_method", "--casefold-http-method", "flag", f"not there: {_LAX}"),
    ("forwarder_headers", "--forwarder-headers", "any", "forwarder_headers"),
    ("header_map", "--header-map", "text", "header_map"),
    ("asgi_loop", "--asgi-loop", "text", _ASGI),
    ("asgi_lifespan", "--asgi-lifespan", "text", _ASGI),
    ("asgi_disconnect_grace_period", "--asgi-disconnect-grace-period", "number", _ASGI),
    ("websocket_max_message_size", "--websocket-max-message-size", "number", _ASGI),
    ("http_parser", "--http-parser", "text", "not needed: Tomcat parses HTTP"),
    ("root_path", "--root-path", "text", "root_path"),
    ("dirty_apps", "--dirty-app", "list", f"not there: {_DIRTY}"),
    ("dirty_workers", "--dirty-workers", "number", f"not there: {_DIRTY}"),
    ("dirty_timeout", "--dirty-timeout", "number", f"not there: {_DIRTY}"),
    ("dirty_threads", "--dirty-threads", "number", f"not there: {_DIRTY}"),
    ("dirty_graceful_timeout", "--dirty-graceful-timeout", "number", f"not there: {_DIRTY}"),
    ("on_dirty_starting", "", "hook", f"not there: {_DIRTY}"),
    ("dirty_post_fork", "", "hook", f"not there: {_DIRTY}"),
    ("dirty_worker_init", "", "hook", f"not there: {_DIRTY}"),
    ("dirty_worker_exit", "", "hook", f"not there: {_DIRTY}"),
    ("control_socket", "--control-socket", "text", "not needed: /actuator/wsgi is there"),
    ("control_socket_mode", "--control-socket-mode", "any", "not needed: /actuator/wsgi is there"),
    ("control_socket_disable", "--no-control-socket", "flag",
     "not needed: /actuator/wsgi has to be exposed to be there"),
)
_SETTINGS = {name: (options.split(), kind, rule) for name, options, kind, rule in _TABLE}

_ATOMS = {
    "h": "%h", "l": "%l", "u": "%u", "t": "%t", "r": "%r", "s": "%s", "b": "%b", "B": "%B",
    "m": "%m", "U": "%U", "q": "%q", "H": "%H", "T": "%T", "D": "%D", "M": "%{ms}T",
    "L": "%{fracsec}T", "f": "%{Referer}i", "a": "%{User-Agent}i",
}


class SettingError(Exception):
    """A setting that cannot be translated, with a sentence for the user."""


class Translation:
    """The properties that stand for gunicorn's settings.

    ``properties`` maps names to strings or lists of strings, ``comments`` a name to a remark
    on it, and ``notes`` is a list of pairs: a setting without equivalent, and why.
    """

    def __init__(self, settings, source=None, environ=None):
        self.settings = settings
        self.source = source
        self.environ = os.environ if environ is None else environ
        self.properties = {}
        self.comments = {}
        self.notes = []
        # In the order of the table, so that settings that go together stay together
        for name, (_, _, rule) in _SETTINGS.items():
            if name not in settings or rule is None:
                continue
            value = settings[name]
            if hasattr(self, f"_{rule}"):
                getattr(self, f"_{rule}")(name, value)
            elif value not in (None, "", [], {}):
                self.notes.append((name, rule))

    def pairs(self):
        """The properties as pairs of strings, with the elements of lists one by one."""
        for name, value in self.properties.items():
            if isinstance(value, list):
                for index, element in enumerate(value):
                    yield f"{name}[{index}]", element
            else:
                yield name, value

    def _set(self, name, value, comment=None):
        # Spring would replace what looks like a placeholder
        self.properties[name] = value.replace("${", "\\${") if isinstance(value, str) else value
        if comment:
            self.comments[name] = comment

    def _application(self, name, value):
        if value:
            self._set("wsgi.app", _single_line(name, value))

    def _bind(self, name, value):
        addresses = []
        for address in value:
            if re.match("unix:|fd:", address):
                self.notes.append((name, f"{address} is not there: bind to 127.0.0.1 and a port, and point the "
                                         "proxy to it"))
            else:
                addresses.append(address)
        for address in addresses[1:]:
            self.notes.append((name, f"{address} is one more than the server listens on"))
        if addresses:
            host, port = _address(addresses[0])
            self._set("server.address", host)
            self._set("server.port", port)

    def _backlog(self, name, value):
        self._set("server.tomcat.accept-count", str(value))

    def _workers(self, name, value):
        if value < 1:
            raise SettingError(f"{name} has to be 1 or more")
        comment = None
        if value > 1:
            comment = ("One worker with the JIT often does the work of several processes: try 1 first. More need an "
                       "application without native modules")
        self._set("wsgi.workers", str(value), comment)

    def _worker_class(self, name, value):
        value = value if isinstance(value, str) else getattr(value, "__name__", str(value))
        if "asgi" in value or "uvicorn" in value.lower():
            self._set("wsgi.interface", "asgi", "Found out by default")
        elif re.search("gevent|eventlet", value):
            self.notes.append((name, f"{value} is not needed: connections are virtual threads; set wsgi.threads to "
                                     "how many requests may wait at a time"))
        elif re.search("sync|gthread|Sync|Thread", value):
            if value == "sync" and "threads" not in self.settings:
                self.notes.append((name, "sync is not needed, but set wsgi.threads to 1 if the application is not "
                                         "thread-safe"))
            else:
                self.notes.append((name, f"{value} is not needed: there is one kind of worker"))
        else:
            self.notes.append((name, f"{value} is not there: there is one kind of worker"))

    def _threads(self, name, value):
        if value < 1:
            raise SettingError(f"{name} has to be 1 or more")
        self._set("wsgi.threads", str(value))

    def _worker_connections(self, name, value):
        workers = self.settings.get("workers") or 1
        self._set("server.tomcat.max-connections", str(value * workers),
                  "Connections of the whole process" if workers > 1 else None)

    def _max_requests(self, name, value):
        if value:
            self._set("wsgi.max-requests", str(value), "Needs an application without native modules")

    def _max_requests_jitter(self, name, value):
        if value:
            self._set("wsgi.max-requests-jitter", str(value))

    def _timeout(self, name, value):
        if value:
            self._set("wsgi.request-timeout", f"{value}s", "For each request, where gunicorn ends the worker")
        else:
            self.notes.append((name, "0 is the default: no limit"))

    def _graceful_timeout(self, name, value):
        self._set("spring.lifecycle.timeout-per-shutdown-phase", f"{value}s")
        self._set("wsgi.graceful-timeout", f"{value}s")

    def _keepalive(self, name, value):
        if value:
            self._set("server.tomcat.keep-alive-timeout", f"{value}s",
                      "The default of 75s is better behind a load balancer" if value < 60 else None)
        else:
            self._set("server.tomcat.max-keep-alive-requests", "1")

    def _limits(self, name, value):
        line = self.settings.get("limit_request_line", 4094)
        field = self.settings.get("limit_request_field_size", 8190)
        size = 1024 if 0 in (line, field) else -(-(line + field) // 1024)
        if size > 32:
            self._set("server.max-http-request-header-size", f"{size}KB", "For the request line and all headers")
        else:
            self.notes.append((name, "not needed: server.max-http-request-header-size is 32KB, for the request line "
                                     "and all headers"))

    def _reload(self, name, value):
        if value:
            self._set("wsgi.reload", "true")

    def _reload_extra_files(self, name, value):
        if value:
            self._set("wsgi.reload-extra-files", list(value))

    def _check_config(self, name, value):
        if value:
            self._set("wsgi.check-config", "true", "Loads the application and ends")

    def _chdir(self, name, value):
        if "pythonpath" not in self.settings:
            self._set("wsgi.python-path", [value], f"Start the application in {value}, as gunicorn goes there")

    def _pythonpath(self, name, value):
        directory = self.settings.get("chdir") or "."
        entries = [os.path.normpath(os.path.join(directory, entry)) for entry in (value or "").split(",") if entry]
        # gunicorn puts each in front of the others
        self._set("wsgi.python-path", [*reversed(entries), directory],
                  f"Start the application in {directory}, as gunicorn goes there" if directory != "." else None)

    def _raw_env(self, name, value):
        for variable in value:
            key, separator, content = variable.partition("=")
            if not separator:
                raise SettingError(f"{name}: {variable!r} has to be NAME=VALUE")
            if key == "SCRIPT_NAME":
                self._set("wsgi.path", content or "/")
            else:
                self._set(f"wsgi.env.{key}", content)

    def _pidfile(self, name, value):
        if value:
            self._set("spring.pid.file", value,
                      "Needs an ApplicationPidFileWriter among the listeners of the SpringApplication")

    def _tmp_upload_dir(self, name, value):
        if value:
            self._set("wsgi.upload-dir", value)

    def _secure_scheme_headers(self, name, value):
        headers = {str(header).upper(): content for header, content in value.items()}
        if headers.get("X-FORWARDED-PROTO") != "https":
            self.notes.append((name, "set server.tomcat.remoteip.protocol-header and "
                                     "server.tomcat.remoteip.protocol-header-https-value"))
        else:
            self.notes.append((name, "not needed: X-Forwarded-Proto: https counts with "
                                     "server.forward-headers-strategy=native"))

    def _forwarded_allow_ips(self, name, value):
        addresses = value.split(",") if isinstance(value, str) else [str(address) for address in value]
        addresses = [address.strip() for address in addresses if address.strip()]
        if not addresses:
            return
        self._set("server.forward-headers-strategy", "native", "X-Forwarded-For counts, too: it becomes REMOTE_ADDR")
        if "*" in addresses:
            self._set("server.tomcat.remoteip.internal-proxies", "0.0.0.0/0, ::/0",
                      "Nobody but the proxy may reach the server")
        else:
            self._set("server.tomcat.remoteip.internal-proxies", ", ".join(map(_network, addresses)))

    def _accesslog(self, name, value):
        if not value:
            return
        prefix = "server.tomcat.accesslog."
        self._set(prefix + "enabled", "true")
        if value == "-":
            directory, file, suffix = "/dev", "stdout", ""
        else:
            directory, file = os.path.split(value)
            file, suffix = os.path.splitext(file)
        # Tomcat would start from a directory of its own
        self.properties[prefix + "directory"] = os.path.normpath(os.path.join("${user.dir}", directory))
        self._set(prefix + "prefix", file)
        self._set(prefix + "suffix", suffix)
        self._set(prefix + "rotate", "false")
        self._set(prefix + "buffered", "false")
        if not self.settings.get("access_log_format"):
            self._set(prefix + "pattern", "combined")

    def _access_log_format(self, name, value):
        if not value:
            return
        unknown = []

        def atom(match):
            key = match.group(1)
            if re.fullmatch(r"\{[^}]+\}[io]", key):
                return f"%{key}"
            if key not in _ATOMS:
                unknown.append(key)
            return _ATOMS.get(key, "-")

        self._set("server.tomcat.accesslog.pattern", re.sub(r"%\(([^)]+)\)s", atom, value))
        if unknown:
            self.notes.append((name, f"there is nothing like {', '.join(unknown)} in Tomcat's access log"))

    def _errorlog(self, name, value):
        if value and value != "-":
            self._set("logging.file.name", value)

    def _loglevel(self, name, value):
        levels = {"debug": "debug", "info": "info", "warning": "warn", "error": "error", "critical": "error"}
        level = levels.get(str(value).lower())
        if level is None:
            raise SettingError(f"{name} has to be one of {', '.join(levels)}")
        # Everything in debug would be the whole of Spring, too
        self._set("logging.level.io.wsgi" if level == "debug" else "logging.level.root", level)

    def _logconfig(self, name, value):
        if value:
            self.notes.append((name, "set logging.level.*, which counts for Python's loggers, too; logging.config for "
                                     "files and formats"))

    def _proc_name(self, name, value):
        if value:
            self._set("spring.application.name", value)

    def _paste(self, name, value):
        if value:
            self.notes.append((name, "not there: name a module in wsgi.app that calls paste.deploy.loadapp"))

    def _hook(self, name, value):
        source = re.sub("^file:", "", self.source)
        if source.startswith("python:"):
            self._set("wsgi.hooks", source[7:])
        elif source.endswith(".py"):
            self._set("wsgi.hooks", source)
        else:
            self.notes.append((name, f"rename {source} to end with .py, and name it in wsgi.hooks"))

    def _protocol(self, name, value):
        if value != "http":
            self.notes.append((name, f"{value} is not there: let the proxy speak HTTP"))

    def _keyfile(self, name, value):
        if value:
            self._set("server.ssl.certificate-private-key", _file(value))

    def _certfile(self, name, value):
        if value:
            self._set("server.ssl.certificate", _file(value))
            if not self.settings.get("keyfile"):
                # One file may hold both
                self._set("server.ssl.certificate-private-key", _file(value))

    def _cert_reqs(self, name, value):
        if value not in (0, 1, 2):
            raise SettingError(f"{name} has to be 0, 1 or 2")
        if value:
            self._set("server.ssl.client-auth", ("none", "want", "need")[value])

    def _ca_certs(self, name, value):
        if value:
            self._set("server.ssl.trust-certificate", _file(value))

    def _http_protocols(self, name, value):
        protocols = value.split(",") if isinstance(value, str) else value
        if any(protocol.strip() == "h2" for protocol in protocols):
            self._set("server.http2.enabled", "true")

    def _http2_cleartext(self, name, value):
        if value != "off":
            self._set("server.http2.enabled", "true")

    def _forwarder_headers(self, name, value):
        names = value.split(",") if isinstance(value, str) else value
        names = [header.strip() for header in names]
        for header in names:
            if header in ("SCRIPT_NAME", "PATH_INFO"):
                self.notes.append((name, f"{header} is not taken from a header: set wsgi.path, or let the proxy send "
                                         "X-Forwarded-Prefix with server.forward-headers-strategy=framework"))
        names = [header for header in names if "_" in header and header not in ("SCRIPT_NAME", "PATH_INFO")]
        if names:
            self._set("wsgi.header-map-allowed", names, "From everybody, not only from the proxy")

    def _header_map(self, name, value):
        modes = {"drop": "drop", "refuse": "refuse", "dangerous": "allow"}
        if value not in modes:
            raise SettingError(f"{name} has to be one of {', '.join(modes)}")
        self._set("wsgi.header-map", modes[value])

    def _root_path(self, name, value):
        if value:
            self._set("wsgi.path", value)


def translate(arguments, environ=None, directory=None, packages=()):
    """Translate a command line, and the configuration file that goes with it.

    :param arguments: gunicorn's arguments, without the program
    :param environ: the environment variables, by default those of the process
    :param directory: where ``-c`` starts from, by default the current directory
    :param packages: further directories for the imports of the configuration file
    :raises SettingError: for a value that is not valid
    """
    environ = os.environ if environ is None else environ
    directory = os.path.abspath(directory or "")
    parser = _parser()
    on_command_line = _given(parser, arguments)
    in_environment = _given(parser, shlex.split(environ.get("GUNICORN_CMD_ARGS", "")))
    source = on_command_line.get("config") or in_environment.get("config")
    default = os.path.join(directory, DEFAULT_CONFIG)
    if source is None and os.path.exists(default):
        source = DEFAULT_CONFIG
    settings = {}
    if environ.get("FORWARDED_ALLOW_IPS"):
        settings["forwarded_allow_ips"] = environ["FORWARDED_ALLOW_IPS"]
    if environ.get("SCRIPT_NAME"):
        settings["root_path"] = environ["SCRIPT_NAME"]
    if source is not None:
        sys.path[:0] = [directory, *packages]
        settings.update(_evaluate(source, directory))
    settings.update(in_environment)
    settings.update(on_command_line)
    checked = {name: _checked(name, value) for name, value in settings.items()}
    return Translation({name: value for name, value in checked.items() if value is not None}, source, environ)


def site_packages(environment):
    """The directories with the packages of a virtual environment, or the directory itself."""
    found = glob.glob(os.path.join(environment, "lib", "python3*", "site-packages"))
    return sorted(found) or [environment]


def yaml(translation):
    """The lines of the application.yml."""
    properties = dict(translation.properties)
    if "server.port" not in properties:
        if translation.environ.get("PORT"):
            properties["server.port"] = "${PORT}"
        else:
            properties.update({"server.address": "127.0.0.1", "server.port": "8000"})
    if "wsgi.python-path" not in properties:
        properties["wsgi.python-path"] = ["."]
    lines = []
    for name, reason in [*translation.notes, *_reminders(translation)]:
        lines.append(f"# {name}: {reason}")
    if lines:
        lines.append("")
    if "wsgi.app" not in properties:
        lines += ["# wsgi.app is missing: name the application, such as module:app", ""]
    done = []
    for name in sorted(properties):
        path = name.split(".")
        shared = len(os.path.commonprefix([done, path[:-1]]))
        for depth in range(shared, len(path) - 1):
            lines.append(f"{'  ' * depth}{_scalar(path[depth])}:")
        done = path[:-1]
        indent = "  " * len(done)
        if name in translation.comments:
            lines.append(f"{indent}# {translation.comments[name]}")
        value = properties[name]
        if isinstance(value, list):
            lines.append(f"{indent}{_scalar(path[-1])}:")
            lines += [f"{indent}  - {_scalar(element)}" for element in value]
        else:
            lines.append(f"{indent}{_scalar(path[-1])}: {_scalar(value)}")
    return lines


def main(arguments=None):
    """Print the application.yml for a command line, and return the exit status."""
    try:
        translation = translate(sys.argv[1:] if arguments is None else arguments)
    except SettingError as error:
        print(f"from_gunicorn.py: {error}", file=sys.stderr)
        return 1
    print("\n".join(yaml(translation)))
    return 0


def _reminders(translation):
    settings = translation.settings
    if translation.environ.get("WEB_CONCURRENCY") and "workers" not in settings:
        yield "WEB_CONCURRENCY", "counts as with gunicorn, while wsgi.workers is not set"
    if "forwarded_allow_ips" not in settings:
        yield "forwarded_allow_ips", ("gunicorn trusts X-Forwarded-Proto from 127.0.0.1; behind a proxy, set "
                                      "server.forward-headers-strategy: native")
    if translation.environ.get("VIRTUAL_ENV"):
        yield "VIRTUAL_ENV", "set wsgi.virtual-env to an environment of GraalPy, or to this one if it is pure Python"


class _Parser(argparse.ArgumentParser):
    def parse_args(self, args=None, namespace=None):
        """As argparse does it, but unknown options are told with those that they are like."""
        parsed, unknown = self.parse_known_args(args, namespace)
        if unknown:
            import difflib  # takes time that only a failure should cost

            options = [option for action in self._actions for option in action.option_strings]
            alike = [match for name in unknown
                     for match in difflib.get_close_matches(name.split("=")[0], options, n=1, cutoff=0.8)]
            hint = f" (did you mean {' '.join(alike)}?)" if alike else ""
            self.error(f"unrecognized arguments: {' '.join(unknown)}{hint}")
        return parsed

    def error(self, message):
        raise SettingError(message)


@functools.lru_cache(maxsize=None)
def _parser():
    parser = _Parser(prog="from_gunicorn.py", usage="%(prog)s [gunicorn's options] [module:app]", allow_abbrev=True,
                     description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("wsgi_app", nargs="?", metavar="module:app")
    for name, (options, kind, _) in _SETTINGS.items():
        if not options:
            continue
        extra = {"action": "append"} if kind == "list" else {}
        if kind == "flag":
            extra = {"action": "store_const", "const": True}
        elif kind == "off":
            extra = {"action": "store_const", "const": False}
        elif name == "proxy_protocol":
            extra = {"nargs": "?", "const": "auto"}
        parser.add_argument(*options, dest=name, help=argparse.SUPPRESS, **extra)
    return parser


def _given(parser, arguments):
    return {name: value for name, value in vars(parser.parse_args(arguments)).items() if value is not None}


def _evaluate(source, directory):
    """The settings of a configuration file, or of a module with ``python:`` in front."""
    try:
        if source.startswith("python:"):
            module = importlib.import_module(source[7:])
        else:
            path = os.path.join(directory, re.sub("^file:", "", source))
            if not os.path.isfile(path):
                raise SettingError(f"there is no configuration file {path}")
            loader = importlib.machinery.SourceFileLoader("__config__", path)
            module = importlib.util.module_from_spec(importlib.util.spec_from_loader("__config__", loader))
            sys.modules["__config__"] = module
            # Without a compiled file beside it
            exec(compile(loader.get_data(path), path, "exec"), vars(module))
    except SettingError:
        raise
    except Exception as error:
        lines = traceback.format_exception(type(error), error, error.__traceback__)
        raise SettingError(f"{source} cannot be evaluated:\n{''.join(lines).rstrip()}") from error
    return {name: value for name, value in vars(module).items() if name in _SETTINGS}


def _checked(name, value):
    kind = _SETTINGS[name][1]
    if value is None:
        return None
    if kind == "number":
        try:
            number = int(value, 0) if isinstance(value, str) else int(value)
        except (TypeError, ValueError):
            raise SettingError(f"{name}: {value!r} is not a number") from None
        if number < 0:
            raise SettingError(f"{name}: {value!r} is negative")
        return number
    if kind in ("flag", "off"):
        if isinstance(value, str):
            if value.strip().lower() not in ("true", "false"):
                raise SettingError(f"{name}: {value!r} has to be true or false")
            value = value.strip().lower() == "true"
        # A switch that is off, as it is by default
        return bool(value) if bool(value) == (kind == "flag") else None
    if kind == "list":
        values = [part.strip() for part in value.split(",")] if isinstance(value, str) else list(value)
        for element in values:
            if not isinstance(element, str):
                raise SettingError(f"{name}: {element!r} is not a string")
        return values
    if kind == "hook":
        if not callable(value):
            raise SettingError(f"{name} is not a function")
        return value
    if kind == "text" and name not in ("forwarded_allow_ips", "proxy_allow_ips", "uwsgi_allow_ips"):
        if not isinstance(value, str):
            raise SettingError(f"{name}: {value!r} is not a string")
        return value.strip()
    return value


def _address(text):
    address = re.sub("^tcp://", "", text)
    host, port = address, "8000"
    if "]" in address:
        host, _, rest = address[1:].partition("]")
        port = rest[1:] or port
    elif ":" in address:
        host, _, port = address.partition(":")
    if not port.isdigit() or int(port) > 65535:
        raise SettingError(f"bind: {text!r} has no valid port number")
    return host.lower() or "0.0.0.0", port


def _single_line(name, value):
    if "\n" in value:
        raise SettingError(f"{name} has more than one line")
    return value


def _file(path):
    return f"file:{path}"


def _network(address):
    if "/" in address:
        return address
    return f"{address}/{128 if ':' in address else 32}"


def _scalar(text):
    plain = re.fullmatch(r"[A-Za-z0-9_./$][A-Za-z0-9_./:(){}$@+*|-]*", text) and not re.search(":$", text)
    ambiguous = re.fullmatch(r"(?i)[\d_.:]*|0[ox][\da-f]+|\d[\d_.]*e[\d+-]+|y|n|yes|no|on|off|null", text)
    if re.fullmatch("0|[1-9][0-9]*", text) or (plain and not ambiguous):
        return text
    return json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    sys.exit(main())
