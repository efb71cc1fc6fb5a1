/* A plugin in C, the least there can be: it only has to compile. */
#include <stdlib.h>
#include <string.h>
#include <tidemark/plugin.h>

struct echo {
  const tidemark_host *host;
};

static void submit(void *self, uint64_t call, tidemark_text input, uint32_t deadline_ms) {
  const struct echo *echo = self;
  const tidemark_text nothing = {"", 0};
  (void)deadline_ms;
  echo->host->done(echo->host->self, call, TIDEMARK_OK, input, nothing);
}

static void cancel(void *self, uint64_t call) {
  (void)self;
  (void)call;
}

static void *create(const tidemark_host *host, tidemark_text config, tidemark_sink error) {
  struct echo *echo = malloc(sizeof *echo);
  (void)config;
  (void)error;
  if (echo != NULL) echo->host = host;
  return echo;
}

static void destroy(void *self) { free(self); }

static const void *capability(const char *id) {
  static const tidemark_runner runner = {submit, cancel};
  return strcmp(id, TIDEMARK_RUNNER) == 0 ? &runner : NULL;
}

const tidemark_plugin tidemark_plugin_entry = {
    TIDEMARK_ABI_MAJOR, TIDEMARK_ABI_MINOR, "echo", "1.0.0", "Echoes its input.", create, destroy,
    capability};
