/* The front: what compilers find under a linker's name. It asks the resident head what to do and does
 * it with the caller's own descriptors, umask and process group; whenever that is not to be had, it
 * becomes the real tool. The protocol is described in ARCHITECTURE.md. */
#ifndef FRONT_H
#define FRONT_H
#define _GNU_SOURCE
#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define PROTOCOL 2
/* A head that is silent for so long is stuck; while a link waits for memory it says so. */
#define SILENT_MILLIS 10000
#ifndef BUILD
#error "BUILD names the build that front and head belong to"
#endif

/* The call that we serve. */
struct call {
  const char *name; /* under which we were called: ld, ld.lld, tenon-cc */
  int argc;         /* words after the name */
  char **argv;
  const char *home; /* folder of Tenon; its bin holds this program */
};

enum wish { WITH_HEAD, WITHOUT_HEAD, WAIT_FOR_HEAD };

/* aside.c: becomes the real tool with the caller's words; ends the process if there is none. */
_Noreturn void step_aside(const struct call *call, const char *reason);
/* The same, with one word before the others. */
_Noreturn void step_aside_with(const struct call *call, const char *first);

/* words.c */
bool is_driver(const char *name);
enum use { QUERY, COMPILE, COMPILE_AND_LINK, LINK };
enum use driver_use(const struct call *call);
bool is_utf8(const char *text);

/* place.c: the folder of the head's socket, checked to be ours alone; NULL with a reason if not. */
const char *place(const char **reason);
void note(const char *name, const char *reason);

/* connect.c: a connection to the head, or -1 with the reason. */
int connect_head(const struct call *call, enum wish wish, const char **reason);

/* talk.c: frames, as the protocol has them. */
struct frame {
  char type;
  uint32_t size;
  unsigned char *data; /* valid until the next frame is received */
};
enum received { FRAME, SILENCE, INTERRUPTED, LOST };
void talk(int socket);
bool put(char type, const void *data, size_t size);
bool put_request(const struct call *call);
enum received get(struct frame *frame, int millis);
bool has_frame(void);
uint32_t number(const unsigned char *data);
int talk_socket(void);
bool talk_receive(void);
void talk_until_closed(int millis);

/* run.c: what the head asks to be done. */
void run_prepare(void);
int run_wait(struct pollfd *on, unsigned count, int millis); /* the only place where signals come */
bool run_start(const struct frame *frame);
_Noreturn void run_become(const struct call *call, const struct frame *frame);
bool run_attend(void); /* one round while a child runs: false when the head is lost */
bool run_is_busy(void);
void run_end(int signal);
int run_interrupted(void); /* the signal that shall end us, 0 if none */
void run_restore(void); /* signals as the caller had them */
_Noreturn void run_die(int signal);

/* publish.c: gives a plain file its name. True if that is what is there now; its device, inode, size,
 * time of change, time of status change (nanoseconds), mode and number of names are told then. */
#define IDENTITY 7
bool publish(const char *from, const char *to, uint64_t identity[IDENTITY]);

/* tokens.c: slots of a make jobserver, held while a child runs. */
int tokens_take(int most);
void tokens_give_back(void);

#endif
