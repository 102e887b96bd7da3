#ifndef SHA256_H
#define SHA256_H
#include <stdbool.h>
#include <stdint.h>

/* Of everything that is left to read; false if reading fails. */
bool sha256_file(int file, unsigned char digest[32]);
/* From now on without the processor's own instructions, for tests. */
void sha256_plainly(void);
#endif
