// Compressed messages (RFC 7692), each of which stands by itself.
#pragma once
#include <stdbool.h>
#include <stddef.h>

// Makes `text` and `size` what they say unpacked; it is good until the next call. False: this client cannot unpack.
bool unpack(const char **text, size_t *size);
