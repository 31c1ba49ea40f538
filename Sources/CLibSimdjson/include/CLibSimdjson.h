#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
    CLibSimdjsonNull,
    CLibSimdjsonFalse,
    CLibSimdjsonTrue,
    CLibSimdjsonInteger,
    CLibSimdjsonReal,
    CLibSimdjsonString,
    CLibSimdjsonArray,
    CLibSimdjsonObject,
} CLibSimdjsonKind;

/* One value; the members or items of a container follow it, a member's name as a string before its value. */
typedef struct {
    CLibSimdjsonKind kind;
    /* Bytes of a string, items of an array, members of an object. */
    uint32_t count;
    union {
        int64_t integer;
        double real;
        /* UTF-8, without a zero byte at the end. */
        const char *bytes;
    };
} CLibSimdjsonValue;

/* The values of one JSON text in the order of the text, valid until the next call on this thread.
   Null when it is not well-formed, nests deeper than depth, or has a member's name with an escape in it. */
const CLibSimdjsonValue *CLibSimdjsonParse(const char *text, size_t length, size_t depth, size_t *count);

#ifdef __cplusplus
}
#endif
