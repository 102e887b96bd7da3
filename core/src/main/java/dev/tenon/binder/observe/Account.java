package dev.tenon.binder.observe;

import dev.tenon.binder.Conditions;
import dev.tenon.model.Read;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What was foreseen and what the linker told, as one list.
 *
 * <p>A file that was told stays in the list until a foreseen <em>reading</em> of that file accounts
 * for it. That we foresaw nothing at its place is a contradiction and accounts for nothing: the
 * file is then {@link Read.How#OBSERVED} only.
 */
final class Account {
  /** The reason of a read that was not foreseen. */
  static final String TOLD = "told by the linker";

  /**
   * Objects that GCC's LTO makes for the linker and deletes (watched on GCC 12 with and without
   * partitions and debugging information, in GNU ld, gold and mold).
   */
  private static final Pattern MADE =
      Pattern.compile(".*/cc\\w{6}\\.(ltrans\\d+\\.ltrans|lto|debug\\.temp)\\.o");

  private final List<Read> foreseen;
  private final Names names;
  private final Map<String, List<Read>> missed = new HashMap<>();
  private final Set<String> open;
  private final boolean madeObjects;

  Account(List<Read> foreseen, Names names) {
    this.foreseen = foreseen;
    this.names = names;
    for (Read read : foreseen) {
      if (read.aspect() == Read.Aspect.ABSENCE) {
        missed.computeIfAbsent(read.why(), _ -> new ArrayList<>()).add(read);
      }
    }
    this.open = new LinkedHashSet<>(names.told().keySet());
    this.madeObjects = open.removeIf(this::isMade);
  }

  private boolean isMade(String key) {
    return MADE.matcher(key).matches()
        && names.isGone(key)
        && foreseen.stream().noneMatch(read -> key.equals(told(read)))
        && foreseen.stream().anyMatch(Account::isPluginOfGcc);
  }

  private static boolean isPluginOfGcc(Read read) {
    return read.why().startsWith("plugin") && Gaps.isOfGcc(read.path());
  }

  /** The key of what was told of a read; null also if it is of a kind that is never told. */
  private @Nullable String told(Read read) {
    return switch (read.aspect()) {
      case CONTENT -> {
        String key = names.keyOf(read.path());
        yield key == null ? asked(read) : key;
      }
      // Linkers tell what they opened and passed over. If it was taken instead, then what we
      // expected
      // behind it is missing among what was told.
      case REJECTED -> names.keyOf(read.path());
      case ABSENCE, LISTING -> null;
    };
  }

  /**
   * GNU ld tells a script or list that it found in a search folder by the name that it was asked
   * for; nothing is there.
   */
  private @Nullable String asked(Read found) {
    for (Read miss : missed.getOrDefault(found.why(), List.of())) {
      String key = found.path().endsWith("/" + miss.path()) ? names.asked(miss.path()) : null;
      if (key != null) {
        return key;
      }
    }
    return null;
  }

  /**
   * The foreseen reads first and in their order. What was foreseen under a condition goes if the
   * linker could have told that it came true and did not.
   *
   * @param tellsInputs whether every shared library would have been told
   * @param tellsMembers whether every member of a thin archive would have been
   */
  List<Read> reads(boolean tellsInputs, boolean tellsMembers) {
    Map<Read, String> told = new HashMap<>();
    for (Read read : foreseen) {
      String key = told(read);
      if (key != null) {
        told.put(read, key);
        open.remove(key);
      }
    }
    Set<String> refuted = tellsInputs ? refuted(told.keySet()) : Set.of();
    // A plugin is loaded for intermediate code alone, but nothing else must be unexplained.
    boolean isPlain = tellsInputs && !madeObjects && open.isEmpty();
    List<Read> reads = new ArrayList<>();
    Set<String> known = new HashSet<>();
    for (Read read : foreseen) {
      boolean isTold = told.containsKey(read);
      boolean isRefuted =
          refuted.contains(read.why())
              || isPlain && !isTold && read.why().endsWith(Conditions.IF_OPTIMISED)
              || tellsMembers && !isTold && read.why().endsWith(Conditions.IF_USED);
      if (!isRefuted && known.add(read.aspect() + " " + read.path())) {
        reads.add(isTold ? read.with(Read.How.BOTH) : read);
      }
    }
    for (String key : open) {
      String path = names.told().getOrDefault(key, key);
      reads.add(new Read(path, Read.Aspect.CONTENT, Read.How.OBSERVED, TOLD));
    }
    return List.copyOf(reads);
  }

  /**
   * Reasons under a condition of which nothing that was found was read: it did not come true. What
   * says where to look is read for them, and never told.
   */
  private Set<String> refuted(Set<Read> told) {
    Map<String, Boolean> holds = new HashMap<>();
    for (Read read : foreseen) {
      if (read.why().endsWith(Conditions.IF_KEPT)
          && (read.aspect() == Read.Aspect.CONTENT || read.aspect() == Read.Aspect.REJECTED)
          && !read.why().startsWith(Conditions.CONFIGURATION)) {
        holds.merge(read.why(), told.contains(read), Boolean::logicalOr);
      }
    }
    Set<String> refuted = new HashSet<>();
    holds.forEach((why, isTold) -> {
      if (!isTold) {
        refuted.add(why);
        refuted.add(Conditions.CONFIGURATION + why);
      }
    });
    return refuted;
  }
}
