"""A Flask application in a container: everything from the environment."""

import os

bind = f"0.0.0.0:{os.getenv('FLASK_CONTAINER_PORT', '5000')}"
workers = 2
threads = int(os.getenv("FLASK_CONTAINER_THREADS", "8"))
worker_class = "gthread"
worker_tmp_dir = "/dev/shm"
keepalive = 65
accesslog = "-"
errorlog = "-"
access_log_format = '{"remote":"%(h)s","request":"%(r)s","status":%(s)s,"took":%(L)s,"id":"%({X-Request-Id}i)s","pid":"%(p)s"}'
capture_output = True
forwarded_allow_ips = "*"
logconfig_dict = {"version": 1}


def post_worker_init(worker):
    worker.log.info("ready")


def child_exit(server, worker):
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)
