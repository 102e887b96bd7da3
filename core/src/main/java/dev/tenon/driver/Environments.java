package dev.tenon.driver;

import java.util.Map;

/** A caller's environment for a child. */
final class Environments {
  private Environments() {}

  /** Only what differs is touched: names and values that are not UTF-8 stay as they are. */
  static void apply(Map<String, String> child, Map<String, String> caller) {
    if (child.equals(caller)) {
      return;
    }
    child.keySet().retainAll(caller.keySet());
    caller.forEach((name, value) -> {
      if (!value.equals(child.get(name))) {
        child.put(name, value);
      }
    });
  }
}
