"""What the reading process may not do: no connection, no other program, no file but Python's and this program's.

On Linux the kernel holds this for whatever code runs in the process: a seccomp filter refuses sockets and programs, a
Landlock ruleset refuses files (Linux 5.13 and later). Both are given up for good and need no rights. Elsewhere, or
where the kernel has neither, Python's own hooks refuse the same: that holds for Python code, not for a library that has
been taken over. Sizes and times are limited by app/intake/child.py in either case.
"""

import ctypes
import os
import platform
import struct
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROGRAM = Path(__file__).resolve().parents[1]
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2  # of prctl(2)
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # of a BPF program
_ALLOW, _DENY = 0x7FFF0000, 0x00050001  # go on; EPERM
# By machine: what it is called in a filter, and the numbers of socket, execve, execveat, ptrace, process_vm_readv,
# process_vm_writev, io_uring_setup, pidfd_getfd.
_CALLS = {
    "x86_64": (0xC000003E, (41, 59, 322, 101, 310, 311, 425, 438)),
    "aarch64": (0xC00000B7, (198, 221, 281, 117, 270, 271, 425, 438)),
}
_OTHER_NUMBERS = 0x40000000  # x86-64 has a second set of numbers, with this bit
_RULESET, _RULE, _RESTRICT = 444, 445, 446  # of Landlock, on every machine
_READ_FILE, _READ_FOLDER, _WRITE_FILE = 1 << 2, 1 << 3, 1 << 1
_FILE_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1}  # by version; later ones have one more
_HOOKED = {"socket.__new__", "socket.connect", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"}


@dataclass(frozen=True, slots=True)
class Held:
    """Who refuses connections and files: the kernel, or only Python's hooks."""

    network_by_kernel: bool
    files_by_kernel: bool


def close_off() -> Held:
    """Give up connections, programs and files for as long as the process lives."""
    folders = readable()
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
    is_bound = libc is not None and libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0
    files = is_bound and _restrict_files(libc, folders)
    network = is_bound and _refuse_calls(libc)
    if not (files and network):
        _hook(() if files else folders)
    return Held(network, files)


def readable() -> tuple[str, ...]:
    """The folders and files that reading needs: Python, its libraries, the system's, this program."""
    libraries = (one for one in sys.path if one and Path(one).name in {"site-packages", "dist-packages"})
    python = (
        sys.prefix,
        sys.base_prefix,
        *filter(None, (sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib"))),
    )
    system = ("/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/share/zoneinfo", "/lib", "/lib64", "/etc/localtime",
              "/etc/mime.types", "/etc/ld.so.cache", "/dev/urandom")  # fmt: skip
    places = (str(PROGRAM), *python, *libraries, *system)
    return tuple(dict.fromkeys(os.path.realpath(one) for one in places if os.path.exists(one)))


def _refuse_calls(libc: Any) -> bool:
    machine = _CALLS.get(platform.machine())
    if machine is None:
        return False
    name, numbers = machine
    tests = [(_AT_LEAST, _OTHER_NUMBERS), *((_EQUAL, number) for number in numbers)]
    program = struct.pack("=HBBI", _LOAD, 0, 0, 4) + struct.pack("=HBBI", _EQUAL, 1, 0, name)
    program += struct.pack("=HBBI", _RETURN, 0, 0, _DENY) + struct.pack("=HBBI", _LOAD, 0, 0, 0)
    for place, (test, value) in enumerate(tests):
        program += struct.pack("=HBBI", test, len(tests) - place, 0, value)
    program += struct.pack("=HBBI", _RETURN, 0, 0, _ALLOW) + struct.pack("=HBBI", _RETURN, 0, 0, _DENY)
    held = ctypes.create_string_buffer(program)
    told = ctypes.create_string_buffer(struct.pack("@HP", len(program) // 8, ctypes.addressof(held)))
    return bool(libc.prctl(_SECCOMP, _FILTER, ctypes.byref(told), 0, 0) == 0)


def _restrict_files(libc: Any, folders: tuple[str, ...]) -> bool:
    version = libc.syscall(_RULESET, None, ctypes.c_size_t(0), 1)
    if version < 1:
        return False
    rights = _FILE_RIGHTS.get(version, (1 << 15) - 1)
    told = struct.pack("=QQ", rights, 3) if version >= 4 else struct.pack("=Q", rights)  # 3: no TCP either
    attributes = ctypes.create_string_buffer(told, len(told))
    ruleset = libc.syscall(_RULESET, ctypes.byref(attributes), ctypes.c_size_t(len(told)), 0)
    if ruleset < 0:
        return False
    try:
        for folder in folders:
            _allow(libc, ruleset, folder, _READ_FILE | _READ_FOLDER)
        _allow(libc, ruleset, "/proc/self", _READ_FILE | _READ_FOLDER | _WRITE_FILE)  # its own memory is counted there
        _allow(libc, ruleset, os.devnull, _READ_FILE | _WRITE_FILE)
        return bool(libc.syscall(_RESTRICT, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


def _allow(libc: Any, ruleset: int, path: str, rights: int) -> None:
    """Let what is at or below a path be used; a path that is not there needs no rule."""
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        own = rights if os.path.isdir(path) else rights & ~_READ_FOLDER
        rule = ctypes.create_string_buffer(struct.pack("=Qi", own, place))
        libc.syscall(_RULE, ruleset, 1, ctypes.byref(rule), 0)
    finally:
        os.close(place)


def _hook(folders: tuple[str, ...]) -> None:
    """Refuse the same in Python; without ``folders`` the kernel holds files already."""
    inside = tuple(f"{folder}{os.sep}" for folder in folders)

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        if event in _HOOKED:
            raise PermissionError("The reading process has no connections and starts no programs.")
        if folders and event in {"open", "os.listdir", "os.scandir"} and isinstance(arguments[0], (str, bytes)):
            path = os.path.realpath(os.fsdecode(arguments[0]))
            if not f"{path}{os.sep}".startswith(inside) and not path.startswith(("/proc/", os.devnull)):
                raise PermissionError("The reading process reads no files.")

    sys.addaudithook(refuse)
