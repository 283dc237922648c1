"""What the operating system says when it cannot read, write or listen, in both languages."""

from __future__ import annotations

import errno

_WHY = {
    errno.EACCES: (
        "没有权限；换一个有权限的地方，或者请管理员开放",
        "no permission; choose another place or ask for it",
    ),
    errno.EPERM: ("系统不允许；请管理员开放", "the system forbids it; ask its administrator"),
    errno.ENOENT: ("没有这个文件或者文件夹；看看名字写对了没有", "there is no such file or folder; check the name"),
    errno.EEXIST: ("已经有了；换一个名字", "it exists already; choose another name"),
    errno.EISDIR: ("这是一个文件夹；这里要写文件", "it is a folder; name a file"),
    errno.ENOTDIR: (
        "路径中间有一个文件，不是文件夹；换一个路径",
        "a part of the path is a file, not a folder; choose another",
    ),
    errno.ENOTEMPTY: ("文件夹不是空的；换一个空文件夹", "the folder is not empty; choose an empty one"),
    errno.ENOSPC: ("磁盘满了；腾出空间再试", "the disk is full; make room and try again"),
    errno.EDQUOT: (
        "用完了分给您的磁盘空间；腾出空间再试",
        "your share of the disk is used up; make room and try again",
    ),
    errno.EROFS: ("这里只能读，不能写；换一个地方", "this place can only be read; choose another"),
    errno.ENAMETOOLONG: ("名字太长；换一个短的", "the name is too long; choose a shorter one"),
    errno.ELOOP: ("链接绕成了圈；换一个路径", "links lead in a circle; choose another path"),
    errno.EINVAL: ("这个名字不能用；换一个", "the name cannot be used; choose another"),
    errno.EMFILE: ("打开的文件太多；关掉一些再试", "too many files are open; close some and try again"),
    errno.EBUSY: ("别的程序正在用；过一会儿再试", "another program is using it; try again in a while"),
    errno.EFBIG: ("文件太大；请拆小", "the file is too large; split it up"),
    errno.EIO: ("磁盘读写出错；换一个磁盘再试", "the disk failed; try another"),
    errno.EADDRINUSE: ("已经有程序在用；换一个", "another program is using it; take another"),
    errno.EADDRNOTAVAIL: ("这台机器没有这个地址；换一个", "this machine has no such address; take another"),
    errno.EPIPE: ("接收的程序已经结束；重新运行", "the program that was listening has ended; run it again"),
}


def why(fault: OSError) -> tuple[str, str]:
    """The cause and the next step in Chinese and in English; of a cause that has no words here, its number."""
    number = fault.errno
    if number in _WHY:
        return _WHY[number]
    known = errno.errorcode.get(number or 0, "?")
    return f"系统错误 {known}；换一个地方再试", f"system error {known}; try another place"
