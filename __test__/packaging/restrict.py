"""Starts a program that the kernel refuses some system calls: restrict.py container|read-only PROGRAM [ARGUMENT…]

container   those that a container may not use by default, so that they fail as they do there
read-only   everything that would change a file system, so that there is no place to write to

This takes a seccomp filter, which needs no privileges and holds for root as well.
"""
import ctypes
import errno
import os
import platform
import struct
import sys

# How the kernel names the processors, and where each has its numbers below.
AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
COLUMN = {"x86_64": 0, "aarch64": 1}

# The numbers of the system calls on x86-64 and on arm64; None where a processor has no such call.
CONTAINER = {
    "acct": (163, 89), "add_key": (248, 217), "bpf": (321, 280), "clock_settime": (227, 112),
    "delete_module": (176, 106), "fsopen": (430, 430), "init_module": (175, 105), "io_uring_setup": (425, 425),
    "kcmp": (312, 272), "kexec_load": (246, 104), "keyctl": (250, 219), "mbind": (237, 235), "mount": (165, 40),
    "move_pages": (279, 239), "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265),
    "perf_event_open": (298, 241), "pivot_root": (155, 41), "process_vm_readv": (310, 270), "ptrace": (101, 117),
    "quotactl": (179, 60), "reboot": (169, 142), "request_key": (249, 218), "set_mempolicy": (238, 237),
    "setns": (308, 268), "settimeofday": (164, 170), "swapon": (167, 224), "syslog": (103, 116),
    "umount2": (166, 39), "unshare": (272, 97), "userfaultfd": (323, 282),
}
CLONE3 = (435, 435)

READ_ONLY = {
    "creat": (85, None), "mkdir": (83, None), "mkdirat": (258, 34), "mknod": (133, None), "mknodat": (259, 33),
    "link": (86, None), "linkat": (265, 37), "symlink": (88, None), "symlinkat": (266, 36), "rename": (82, None),
    "renameat": (264, 38), "renameat2": (316, 276), "unlink": (87, None), "unlinkat": (263, 35),
    "truncate": (76, 45), "memfd_create": (319, 279),
}
OPEN, OPENAT, OPENAT2 = (2, None), (257, 56), (437, 437)
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT

LOAD, JUMP_IF_EQUAL, JUMP_IF_ANY_BIT, RETURN = 0x20, 0x15, 0x45, 0x06
ALLOW, KILL, FAIL = 0x7FFF0000, 0x80000000, 0x00050000
NUMBER, ARCHITECTURE, ARGUMENTS = 0, 4, 16


def instruction(code, value, then=0, otherwise=0):
    return struct.pack("=HBBI", code, then, otherwise, value)


def refuse(calls, error, machine):
    """Makes calls fail with an error."""
    numbers = [call[COLUMN[machine]] for call in calls if call[COLUMN[machine]] is not None]
    lines = [instruction(JUMP_IF_EQUAL, number, 0, 1) + instruction(RETURN, FAIL | error) for number in numbers]
    return b"".join(lines)


def refuse_to_write(call, argument, machine):
    """Makes a call that opens a file fail if it would create the file, or could change it."""
    number = call[COLUMN[machine]]
    if number is None:
        return b""
    return b"".join([
        instruction(JUMP_IF_EQUAL, number, 0, 4),
        instruction(LOAD, ARGUMENTS + 8 * argument),
        instruction(JUMP_IF_ANY_BIT, WRITES, 0, 1),
        instruction(RETURN, FAIL | errno.EROFS),
        instruction(RETURN, ALLOW),
    ])


def rules(kind, machine):
    if kind == "container":
        return refuse([CLONE3], errno.ENOSYS, machine) + refuse(CONTAINER.values(), errno.EPERM, machine)
    if kind == "read-only":
        # Nobody can look into the structure that openat2 gets; programs then use openat.
        return (
            refuse(READ_ONLY.values(), errno.EROFS, machine)
            + refuse([OPENAT2], errno.ENOSYS, machine)
            + refuse_to_write(OPEN, 1, machine)
            + refuse_to_write(OPENAT, 2, machine)
        )
    sys.exit(__doc__)


def install(kind):
    machine = platform.machine()
    program = b"".join([
        instruction(LOAD, ARCHITECTURE),
        instruction(JUMP_IF_EQUAL, AUDIT_ARCH[machine], 1, 0),
        instruction(RETURN, KILL),
        instruction(LOAD, NUMBER),
        rules(kind, machine),
        instruction(RETURN, ALLOW),
    ])
    buffer = ctypes.create_string_buffer(program)
    # struct sock_fprog: the number of instructions, and where they are.
    description = struct.pack("@HP", len(program) // 8, ctypes.addressof(buffer))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    no_new_privileges, set_seccomp, filter_mode = 38, 22, 2
    if prctl(no_new_privileges, 1, 0, 0, 0) != 0 or prctl(set_seccomp, filter_mode, description, 0, 0) != 0:
        sys.exit(f"no filter: {os.strerror(ctypes.get_errno())}")


def expect_refused(kind):
    """Proves that the filter holds, before the program starts."""
    if kind == "container":
        refused = ctypes.CDLL(None, use_errno=True).unshare(0) != 0
    else:
        try:
            os.close(os.open(os.devnull, os.O_WRONLY))
            refused = False
        except OSError as error:
            refused = error.errno == errno.EROFS
    if not refused:
        sys.exit("the filter does not hold")


kind, *command = sys.argv[1:]
install(kind)
expect_refused(kind)
os.execvp(command[0], command)
