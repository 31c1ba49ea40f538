#pragma once

#include <zlib.h>

/* inflateInit2 is a macro, which Swift cannot call. */
static inline int CLibZ_inflateInit2(z_stream *stream, int bits)
{
    return inflateInit2(stream, bits);
}
