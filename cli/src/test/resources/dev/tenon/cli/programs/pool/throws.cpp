#include <stdexcept>
#include <string>
struct Guard { int *n; ~Guard() { ++*n; } };
static void fall(const std::string &why) { throw std::runtime_error(why); }
extern "C" int throws_works() {
  int n = 0;
  try { Guard guard{&n}; fall("down"); } catch (const std::exception &e) { return n + (int)std::string(e.what()).size(); }
  return 0;
}
