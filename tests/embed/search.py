"""A search in Python, through libkwic and ctypes: search.py LIBRARY INDEX QUERY"""

import ctypes
import sys


class Text(ctypes.Structure):
    _fields_ = [("data", ctypes.c_char_p), ("size", ctypes.c_size_t)]

    def __str__(self):
        return ctypes.string_at(self.data, self.size).decode()


class Hit(ctypes.Structure):
    _fields_ = [("rank", ctypes.c_size_t), ("score", ctypes.c_double)] + [
        (name, Text) for name in ("id", "title", "author", "date", "language", "path", "url")
    ]


kwic = ctypes.CDLL(sys.argv[1])
kwic.kwic_message.restype = ctypes.c_char_p
kwic.kwic_hit_count.restype = ctypes.c_size_t
kwic.kwic_hit_at.restype = ctypes.POINTER(Hit)
kwic.kwic_hit_at.argtypes = [ctypes.c_void_p, ctypes.c_size_t]


def call(function, *arguments):
    if function(*arguments) != 0:
        sys.exit(kwic.kwic_message().decode())


searcher, result = ctypes.c_void_p(), ctypes.c_void_p()
call(kwic.kwic_open, sys.argv[2].encode(), ctypes.byref(searcher))
call(kwic.kwic_search, searcher, sys.argv[3].encode(), None, ctypes.byref(result))
for i in range(kwic.kwic_hit_count(result)):
    hit = kwic.kwic_hit_at(result, i).contents
    print(f"{hit.rank}. {hit.title}")
kwic.kwic_free_result(result)
kwic.kwic_close(searcher)
