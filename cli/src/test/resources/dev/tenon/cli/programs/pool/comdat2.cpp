#include "shared.hpp"
int other() { return Counted<int>::next() + inlined(3); }
