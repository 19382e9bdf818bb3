"""unzip.py ZIP FOLDER: unpacks a zip as Lambda does, with the files' permissions."""

import pathlib
import sys
import zipfile

archive, folder = sys.argv[1], pathlib.Path(sys.argv[2])
with zipfile.ZipFile(archive) as contents:
    contents.extractall(folder)
    for entry in contents.infolist():
        (folder / entry.filename).chmod((entry.external_attr >> 16) & 0o777)
