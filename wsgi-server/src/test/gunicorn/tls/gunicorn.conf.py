"""TLS with client certificates, and HTTP/2."""

import ssl

bind = ["0.0.0.0:8443"]
certfile = "/etc/tls/fullchain.pem"
keyfile = "/etc/tls/key.pem"
ca_certs = "/etc/tls/clients.pem"
cert_reqs = ssl.CERT_REQUIRED
ssl_version = ssl.PROTOCOL_TLS_SERVER
ciphers = "ECDHE+AESGCM"
http_protocols = "h2,h1"
do_handshake_on_connect = True
proc_name = "shop"
daemon = False
sendfile = True


def ssl_context(config, default):
    return default()
