"""Where the database lies: on some places SQLite cannot keep its promise, and whoever runs this should know."""

from pathlib import Path

SHARED = {
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "fuse.sshfs", "fuse.glusterfs", "fuse.rclone",
    "davfs",
}  # fmt: skip
"""File systems that other machines see too: their locks are not those that writing ahead needs."""
SYNCED = ("dropbox", "onedrive", "google drive", "googledrive", "icloud drive", "nextcloud", "owncloud", "syncthing", "seafile")
"""Beginnings of the names of folders that a program copies to other machines, file by file and at any moment."""
SIGNS = (".stfolder", ".dropbox", ".sync", ".owncloudsync.log", ".nextcloudsync.log")
"""What such a program leaves in the folder that it copies."""
MOUNTS = Path("/proc/self/mounts")


def objection(file: Path, mounts: str) -> str:
    """Why a database should not lie there, in a few words; empty where nothing is known against it."""
    folder = file.absolute().parent
    kind = kind_of(folder, mounts)
    if kind in SHARED:
        return f"{folder} is on {kind}, which other machines share: a database there can be damaged. Use a disk of this machine."
    for each in (folder, *folder.parents):
        if each.name.lower().startswith(SYNCED) or any((each / sign).exists() for sign in SIGNS):
            return f"{each} is copied to other machines by a program: a database there can be damaged. Use a folder that is not."
    return ""


def kind_of(folder: Path, mounts: str) -> str:
    """The file system of a folder: that of the longest mount above it, the last one where two lie on each other."""
    rows = [line.split(" ") for line in mounts.splitlines() if line.count(" ") >= 2]
    above = [(len(where), number, kind) for number, (_, raw, kind, *_) in enumerate(rows) if folder.is_relative_to(where := spelled(raw))]
    return max(above)[2] if above else ""


def spelled(mount: str) -> str:
    """Spaces and their like stand there as numbers."""
    for code, sign in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        mount = mount.replace(code, sign)
    return mount


def mounts() -> str:
    return MOUNTS.read_text("utf-8", "replace") if MOUNTS.exists() else ""
