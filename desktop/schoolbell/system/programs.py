"""Tells which files would run something when they are opened, whatever they look like."""

from schoolbell.system.filenames import safe_name

# What a double click would run, or would show with scripts of its own.
_ENDINGS = """
    action ade adp air apk app appimage appinstaller application appref-ms appx appxbundle bas bat bin
    chm class cmd com command cpl crx csh deb desktop dll dmg docm dotm elf exe fish flatpakref gadget
    hlp hta htm html img inf ins iso isp jar jnlp js jse ksh lnk mht mhtml mjs mobileconfig msc msh msi
    msix msp mst out pif pkg pl potm ppam ppsm pptm prg ps1 psd1 psm1 py pyc pyw pyz rb reg rpm rtfd run
    scf scptd scpt scr sct search-ms settingcontent-ms sh shb shs shtml slk sldm snap svg swf sys terminal
    tcl tool url vb vbe vbs vhd vhdx vxd webloc website workflow ws wsc wsf wsh xbap xhtml xht xla xlam xll
    xlsm xltm xsl zsh
"""
_PROGRAMS = frozenset(_ENDINGS.split())
_PROGRAM_HEADS = (
    b"MZ",  # Windows
    b"\x7fELF",  # Linux
    b"#!",  # scripts
    b"\xca\xfe\xba\xbe",  # macOS, Java
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"[Desktop Entry]",
)
HEAD = 64  # bytes that `runs_code` wants of a file


def runs_code(name: str, head: bytes = b"") -> bool:
    """Return whether opening a file of this name, or with these first bytes, may run what is inside."""
    _, dot, ending = safe_name(name).rpartition(".")
    return (bool(dot) and ending.lower() in _PROGRAMS) or head.startswith(_PROGRAM_HEADS)
