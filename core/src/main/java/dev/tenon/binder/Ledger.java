package dev.tenon.binder;

import dev.tenon.model.Binding.Trouble;
import dev.tenon.model.Read;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What was asked so far, and what will go wrong. A question is noted once. */
final class Ledger {
  private final List<Read> reads = new ArrayList<>();
  private final Set<Object> known = new HashSet<>();
  private final List<Trouble> troubles = new ArrayList<>();

  void content(String path, String why) {
    note(path, Read.Aspect.CONTENT, why);
  }

  /** A script that was noted for what it names defines versions of symbols as well. */
  void versions(String path) {
    if (known.add("versions of " + path)) {
      reads.add(new Read(path, Read.Aspect.CONTENT, Read.How.PREDICTED, "version-script " + path));
    }
  }

  void absence(String path, String why) {
    note(path, Read.Aspect.ABSENCE, why);
  }

  void rejected(String path, String why) {
    note(path, Read.Aspect.REJECTED, why);
  }

  void listing(String path, String why) {
    note(path, Read.Aspect.LISTING, why);
  }

  void trouble(String code, String subject, String detail, List<String> places) {
    var trouble = new Trouble(code, subject, detail, places);
    if (known.add(trouble)) {
      troubles.add(trouble);
    }
  }

  List<Read> reads() {
    return reads;
  }

  List<Trouble> troubles() {
    return troubles;
  }

  private void note(String path, Read.Aspect aspect, String why) {
    boolean isSure = !why.endsWith(Conditions.IF_KEPT);
    String question = aspect == Read.Aspect.CONTENT ? path : aspect + path;
    // What hangs on a condition is noted for each of them, because some will not come true.
    if (!known.contains(question) && known.add(isSure ? question : question + why)) {
      reads.add(new Read(path, aspect, Read.How.PREDICTED, why));
    }
  }
}
