# /// row
# tries = "Connects to a listener on loopback by TCP, UDP, Unix sockets, and to the world."
# ends = { test_visible = "failed", test_hinted = "failed" }
# ///
import socket


def attempt(function):
    try:
        function()
    except OSError:
        pass


def udp():
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"stolen", ("127.0.0.1", int("@PORT@")))


def unix(name):
    socket.socket(socket.AF_UNIX).connect(name)


def scale(x):
    attempt(lambda: socket.create_connection(("127.0.0.1", int("@PORT@")), timeout=0.2))
    attempt(udp)
    attempt(lambda: unix("@OUTSIDE@/socket"))
    attempt(lambda: unix("\0hostile-@PORT@"))
    attempt(lambda: socket.socket(socket.AF_INET6).connect(("::ffff:127.0.0.1", int("@PORT@"))))
    attempt(lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0))
    attempt(lambda: socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM))
    attempt(lambda: socket.socketpair())
    return x


def mix(X, Y, token):
    return scale(X)
