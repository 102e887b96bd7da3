/* Calls what the link happens to hold; every feature is one weak function. */
int printf(const char *, ...);
#define FEATURES(X) X(ctor) X(oldctor) X(tls) X(ifunc) X(comdat) X(common) X(symver) X(debug) \
  X(merge) X(nested) X(library) X(archive) X(cycle) X(priority) X(whole) X(throws) X(lto) X(zoned)
#define DECLARE(name) int name##_works(void) __attribute__((weak));
FEATURES(DECLARE)
int main(void) {
#define CALL(name) if (name##_works) printf("%s %d\n", #name, name##_works());
  FEATURES(CALL)
  return 0;
}
