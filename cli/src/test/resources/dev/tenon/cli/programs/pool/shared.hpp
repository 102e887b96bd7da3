/* Both units hold a copy of these. */
template <class T> struct Counted {
  static int next() { static int n; return ++n; }
};
inline int inlined(int x) { static int seen; return seen += x; }
int other();
