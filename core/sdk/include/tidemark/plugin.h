/* What a plugin and tidemark say to each other: plain C, so that any compiler can build a plugin.
 *
 * A plugin is a shared library with one exported symbol, tidemark_plugin_entry. tidemark loads it
 * in a worker process of its own, where SIGPIPE is ignored and stdout and stderr go to a log. Text
 * is UTF-8 and borrowed: it is valid during the call it is passed to, and nobody frees the other
 * side's memory. No exception may leave a function of this file. Plugins report, the host judges: a
 * plugin never decides whether a result is good enough. */
#ifndef TIDEMARK_PLUGIN_H
#define TIDEMARK_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#define TIDEMARK_ABI_MAJOR 1u /* another major is never loaded */
#define TIDEMARK_ABI_MINOR 2u /* a newer minor only appends members */

#define TIDEMARK_EXPORT __attribute__((visibility("default")))

#ifdef __cplusplus
extern "C" {
#endif

/* Bytes of somebody else; not terminated by a zero. */
typedef struct tidemark_text {
  const char *data;
  size_t size;
} tidemark_text;

/* Where a plugin puts its bytes during a call: append as often as you like. Owned by the host. */
typedef struct tidemark_sink {
  void *self;
  void (*write)(void *self, tidemark_text bytes);
} tidemark_sink;

/* How a call ended. */
typedef int32_t tidemark_status;
enum {
  TIDEMARK_OK = 0,
  TIDEMARK_FAILED = 1,         /* the automation itself reports failure */
  TIDEMARK_EXCEPTION = 2,      /* the plugin gave up in a way it did not foresee */
  TIDEMARK_TIMEOUT = 3,        /* not done within the call's deadline */
  TIDEMARK_INVALID_OUTPUT = 4, /* the automation's output is not UTF-8 JSON, or is too large */
  TIDEMARK_CANCELLED = 5       /* stopped because the host asked */
};

/* What the host offers a plugin. Valid until destroy() returns. */
typedef struct tidemark_host {
  void *self;
  /* Ends a call of tidemark.runner/1, exactly once per call: `output` is JSON text when `status` is
   * TIDEMARK_OK, else `error` is a sentence for the report. Both are copied.
   * [any thread, also from inside submit() and cancel(); never after destroy() returned] */
  void (*done)(void *self, uint64_t call, tidemark_status status, tidemark_text output,
               tidemark_text error);
  /* Since minor 1. Tells facts about a call that is in flight, at most once, before done(). `facts`
   * is a JSON object of at most 4096 bytes; every member may be left out:
   *   "retry": true when the same call may succeed if made again; "retry_after_ms": but not earlier
   *   "cost": USD; "input_tokens", "output_tokens"; "model", "fingerprint": who answered
   *   "failure": why there is no output, more exactly than a status says: "rate_limited", "quota",
   *     "auth", "unavailable", "refusal", "truncated" or "filtered"; only with a failed status
   * Other members are ignored; a member of another type fails the call. Copied.
   * [any thread, also from inside submit() and cancel(); never after destroy() returned] */
  void (*report)(void *self, uint64_t call, tidemark_text facts);
  /* Since minor 2. Between hold() and release() the worker may keep what done() and report() tell,
   * on whatever thread, and send it together at the release: for whoever has much to tell at once.
   * In pairs, and never while waiting for anything.
   * [any thread, also from inside submit() and cancel(); never after destroy() returned] */
  void (*hold)(void *self);
  void (*release)(void *self);
} tidemark_host;

/* Runs an automation on one input. Many calls may be in flight. */
#define TIDEMARK_RUNNER "tidemark.runner/1"
typedef struct tidemark_runner {
  /* Starts a call and returns soon; its end is told through tidemark_host.done. `input` is JSON
   * text. The call must end within `deadline_ms` from now. `call` is never used twice.
   * [the worker's main thread] */
  void (*submit)(void *self, uint64_t call, tidemark_text input, uint32_t deadline_ms);
  /* Asks for an early end: the call must still be ended with done(), soon. A call that has ended
   * already, or is unknown, is none of a plugin's worries.
   * [the worker's main thread] */
  void (*cancel)(void *self, uint64_t call);
} tidemark_runner;

/* Scores how alike two outputs are. Pure: same texts, same answer. */
#define TIDEMARK_COMPARATOR "tidemark.comparator/1"
typedef struct tidemark_comparator {
  /* `reference`, `output` and `options` are JSON texts. On TIDEMARK_OK `*score` is in [0,1] (1 is
   * "as good as the reference") and `explanation` may hold a sentence; on any other status
   * `explanation` holds what went wrong. [the worker's main thread, one call at a time] */
  tidemark_status (*compare)(void *self, tidemark_text reference, tidemark_text output,
                             tidemark_text options, double *score, tidemark_sink explanation);
} tidemark_comparator;

/* The plugin itself. All pointers are constants of the library. */
typedef struct tidemark_plugin {
  uint32_t abi_major;  /* TIDEMARK_ABI_MAJOR; the first two members never change */
  uint32_t abi_minor;  /* TIDEMARK_ABI_MINOR */
  const char *id;      /* the name the inventory uses, [a-z0-9.-]+ */
  const char *version; /* of the plugin, not empty */
  const char *summary; /* one sentence for `tidemark plugins`, not empty */
  /* Makes an instance from its configuration, a JSON object. Returns null after writing a sentence
   * to `error` when the configuration is not usable; an unknown key is not usable. `host` outlives
   * the instance. [the worker's main thread, once] */
  void *(*create)(const tidemark_host *host, tidemark_text config, tidemark_sink error);
  /* Ends the instance and everything it started. Calls in flight need no answer any more.
   * [the worker's main thread, once] */
  void (*destroy)(void *self);
  /* The table behind a capability id such as TIDEMARK_RUNNER, or null. A plugin has at least one.
   * [any thread, also before create()] */
  const void *(*capability)(const char *id);
} tidemark_plugin;

/* The one symbol a plugin exports. */
extern TIDEMARK_EXPORT const tidemark_plugin tidemark_plugin_entry;

#ifdef __cplusplus
}
#endif
#endif
