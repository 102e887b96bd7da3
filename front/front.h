/* The client: what compilers find under a linker's name. It finds the real tool that would have run
 * without Tenon, asks the daemon whether the link can be skipped and what to add to its arguments, and
 * runs the real tool with the caller's own arguments, descriptors, umask and process group. Whenever the
 * daemon is not to be had, the real tool takes the client's place. ARCHITECTURE.md has the protocol. */
#ifndef FRONT_H
#define FRONT_H
#define _GNU_SOURCE
#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define PROTOCOL 3
/* A daemon that says nothing for so long is stuck; while a link waits for memory it says so. */
#define SILENT_MILLIS 10000
/* What is told of a child's output to the daemon at most, per stream. */
#define TOLD_BYTES (1u << 20)
/* Set for the real tool and everything below it: the tools that were chosen, as DEVICE:INODE each. */
#define GUARD "TENON_INSIDE"
#ifndef BUILD
#error "BUILD names the build that client and daemon belong to"
#endif

/* The call that is served. */
struct call {
  const char *name;   /* under which we were called: ld, ld.lld, tenon-cc */
  const char *zeroth; /* argv[0] as the caller gave it */
  int argc;           /* arguments after the name */
  char **argv;
  const char *home;   /* directory of Tenon; its bin holds this program */
  const char *engine; /* what the user asked for, empty if nothing */
  const char *tool;   /* the real tool; NULL until it was looked for */
  int64_t mark;       /* when we began, by the clock that file time stamps come from; nanoseconds */
};

enum wish { WITH_DAEMON, WITHOUT_DAEMON, WAIT_FOR_DAEMON };

/* tool.c: the program that would run without us; NULL if there is none. */
char *tool_behind(const char *prefix, const char *name);
char *tool_in_compiler_path(const char *name);
char *tool_on_path(const char *name);
/* NULL if clang did not call us, or finds nothing of that name but on PATH. */
char *clang_linker(const char *name);
const char *real_tool(const struct call *call);
const char *tool_name(const struct call *call); /* its argv[0] */
bool is_script(const char *path);
void tool_guard(const struct call *call);       /* sets GUARD for what we start */

/* fallback.c: the real tool takes our place; ends the process if there is none. */
_Noreturn void fall_back(const struct call *call, const char *reason);

/* arguments.c */
bool is_driver(const char *name);
bool driver_links(const struct call *call);
bool names_depend_on_caller(const struct call *call);
void arguments_prepare(struct call *call);
bool is_utf8(const char *text);

/* place.c: the directory of the daemon's socket, checked to be ours alone; NULL with a reason if not. */
const char *place(const char **reason);
void note(const char *name, const char *reason);

/* connect.c: a connection to the daemon, or -1 with the reason. */
int connect_daemon(const struct call *call, enum wish wish, const char **reason);

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
unsigned char *write_number(unsigned char *at, uint64_t value, int bytes);
int talk_socket(void);
bool talk_receive(void);
void talk_until_closed(int millis);
void talk_end(void);

/* streams.c: the child's standard output and error, passed on as they come and told to the daemon. */
enum { SAME_FILE = 1, OUT_TERMINAL = 2, ERR_TERMINAL = 4 };
unsigned streams_kind(void); /* how our own 1 and 2 are */
bool streams_open(void);
bool streams_are_open(void);
void streams_in_child(void);
void streams_in_parent(void);
unsigned streams_poll(struct pollfd *into);
bool streams_carry(void);
bool streams_are_unread(void); /* false when the daemon is lost; what the caller reads is passed on all the same */
void streams_close(void);
void stream_write(int to, const unsigned char *data, size_t size);

/* observe.c: what the linker tells of its reads, and what it leaves. */
const char *observe_argument(void); /* --dependency-file=...; NULL if that is not possible */
void observe_in_child(void);
bool observe_tell(void);
void observe_outputs(const char *names, uint32_t count, unsigned char *at);
#define OUTPUT_BYTES (1 + 9 * 8 + 32)

/* run.c: children. */
void run_prepare(void);
int run_wait(struct pollfd *on, unsigned count, int millis); /* the only place where signals come */
bool run_link(const struct call *call, const struct frame *frame);
bool run_command(const struct frame *frame);
bool run_attend(void); /* one round while a child runs: false when the daemon is lost */
bool run_is_busy(void);
bool run_is_link(void);
void run_end(int signal);
int run_interrupted(void); /* the signal that shall end us, 0 if none */
void run_restore(void);    /* signals as the caller had them */
_Noreturn void run_die(int signal);
void run_broken_pipe(void); /* dies of it, unless the caller ignores that */
_Noreturn void run_exit_as_child(void);
bool run_may_leave(void);
void run_let_leave(void);
bool run_succeeded(void);

/* tokens.c: slots of a make jobserver, held while a child runs. */
int tokens_take(int most);
void tokens_give_back(void);
#endif
