"""nginx and HAProxy in front of a server."""

import contextlib
import os
import shutil
import socket
import subprocess

from campaign import wire

NGINX = """
daemon off;
pid {directory}/nginx.pid;
error_log {directory}/nginx-error.log;
worker_processes 1;
{user}
events {{ worker_connections 4096; }}
http {{
	access_log off;
	client_body_temp_path {directory}/body;
	proxy_temp_path {directory}/proxy;
	fastcgi_temp_path {directory}/fastcgi;
	uwsgi_temp_path {directory}/uwsgi;
	scgi_temp_path {directory}/scgi;
	upstream application {{
		server 127.0.0.1:{server};
		keepalive 16;
	}}
	server {{
		listen 127.0.0.1:{port};
		large_client_header_buffers 8 64k;
		client_max_body_size 0;
		# As permissive as nginx can be: what it does not refuse, the server has to
		ignore_invalid_headers off;
		underscores_in_headers on;
		merge_slashes off;
		proxy_http_version 1.1;
		proxy_set_header Connection "";
		proxy_set_header Host $http_host;
		proxy_request_buffering {buffering};
		location / {{ proxy_pass http://application; }}
	}}
}}
"""

HAPROXY = """
global
	maxconn 4096
defaults
	mode http
	timeout connect 10s
	timeout client 20s
	timeout server 20s
	http-reuse always
	option accept-invalid-http-request
frontend front
	bind 127.0.0.1:{port}
	default_backend application
backend application
	server one 127.0.0.1:{server}
"""


class Missing(Exception):
    """A proxy is not installed."""


def free_port():
    """Return a port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextlib.contextmanager
def in_front(kind, target):
    """Run a proxy in front of a server, and give its port."""
    directory = target.directory / kind.replace(", ", "-")
    directory.mkdir(exist_ok=True)
    port = free_port()
    program = shutil.which(kind.partition(",")[0], path=os.environ["PATH"] + ":/usr/sbin:/usr/local/sbin")
    if not program:
        raise Missing(f"{kind} is not installed: apt-get install nginx-light haproxy")
    configuration = directory / "configuration"
    template = NGINX if kind.startswith("nginx") else HAPROXY
    user = "user root;" if os.geteuid() == 0 else ""
    buffering = "off" if "unbuffered" in kind else "on"
    configuration.write_text(
        template.format(directory=directory, port=port, server=target.port, user=user, buffering=buffering)
    )
    command = (
        [program, "-p", str(directory), "-c", str(configuration)]
        if kind.startswith("nginx")
        else [program, "-db", "-f", str(configuration)]
    )
    with open(directory / "log", "wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
    try:
        if not wire.until(lambda: answers(port), 30):
            raise Missing(f"{kind} does not answer: {(directory / 'log').read_text()}")
        yield port
    finally:
        process.terminate()
        process.wait()


def answers(port):
    """Tell whether a proxy is there."""
    with contextlib.suppress(OSError, wire.Malformed):
        return wire.get(port, "/id").status == 200
    return False
