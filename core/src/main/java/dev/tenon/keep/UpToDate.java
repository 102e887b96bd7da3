package dev.tenon.keep;

import dev.tenon.model.FileIdentity;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.Read;
import dev.tenon.model.Receipt;
import dev.tenon.model.Tool;
import dev.tenon.model.Toolchain;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whether a link would make again what is there already: a receipt held against the world of now.
 *
 * <p>The receipt says that this plan, these tools and these contents gave these outputs. If plan,
 * tools, contents and misses are the same and the outputs are still what they were, the link can be
 * left undone. Nothing else is ever assumed.
 */
public final class UpToDate {
  /**
   * Number of the rules by which receipts are recorded. A change that makes older receipts
   * untrustworthy takes the next number.
   */
  public static final int RULES = 5;

  /** Roles of outputs that are ELF files. */
  private static final Set<String> ELF_OUTPUTS = Set.of(LinkPlan.Output.PRIMARY, "out-implib");

  /** What is sooner read than a dozen files are looked at. */
  static final long SMALL = 64 << 10;

  private final Receipt last;
  private final Today today;
  private final Present present;
  private final List<Reason> reasons = new ArrayList<>();
  private final List<Doubt> doubts = new ArrayList<>();
  private final Set<String> putBack = new TreeSet<>();
  private long left;

  /**
   * What is asked for now.
   *
   * @param streams how the streams are that messages would be repeated on
   */
  public record Today(
      String folder,
      LinkPlan plan,
      Toolchain toolchain,
      Map<String, String> roots,
      String streams) {
    public Today {
      roots = Map.copyOf(roots);
    }
  }

  /** What came out. */
  public sealed interface Verdict {
    /**
     * The link can be left undone.
     *
     * @param renamed files that have another name now, and search folders that nothing was found in
     * @param putBack outputs that are gone or are something else, and of which a copy is kept
     */
    record Same(Map<String, String> renamed, Set<String> putBack) implements Verdict {}

    /**
     * It is needed, for at least one reason.
     *
     * @param likely what it will read, unless what changed matters to that: if nothing but files
     *     changed, the reads of the last link; else null
     */
    record Needed(List<Reason> reasons, @Nullable List<Read> likely) implements Verdict {
      public Needed {
        reasons = List.copyOf(reasons);
      }

      public Needed(Reason reason) {
        this(List.of(reason), null);
      }
    }
  }

  /** A file that only reading can tell of. */
  private record Doubt(
      String shown, String path, FileIdentity now, String before, boolean output) {}

  private UpToDate(Receipt last, Today today, Present present) {
    this.last = last;
    this.today = today;
    this.present = present;
  }

  /**
   * @param bytes how many may be read to decide; files beyond count as changed. The first reason
   *     that is found by looking at files is enough, unless this is {@link Long#MAX_VALUE}: then
   *     all are found
   */
  public static Verdict of(Receipt last, Today today, Present present, long bytes) {
    return new UpToDate(last, today, present).verdict(bytes);
  }

  /** Whether the same arguments were given to the same linker, but for the names of objects. */
  public static boolean isSameLink(Receipt receipt, Today today) {
    return receipt.standing() != null
        && receipt.standing().rules() == RULES
        && receipt.folder().equals(today.folder())
        && receipt.toolchain().linker().equals(today.toolchain().linker())
        && Changes.between(receipt, today.plan()).reasons().isEmpty();
  }

  /** Reads as they would have been under other names. */
  public static List<Read> renamed(List<Read> reads, Map<String, String> renamed) {
    return renamed.isEmpty()
        ? reads
        : reads.stream().map(read -> read.at(Changes.renamed(read, renamed).getLast())).toList();
  }

  private Verdict verdict(long bytes) {
    Receipt.Standing standing = last.standing();
    if (last.exit() != 0) {
      return new Verdict.Needed(new Reason.Failed(last.exit()));
    }
    if (standing == null) {
      return new Verdict.Needed(new Reason.Unrecorded("what the last link read was not recorded"));
    }
    if (standing.rules() != RULES) {
      return new Verdict.Needed(
          new Reason.Unrecorded("the last link was recorded by another Tenon"));
    }
    boolean all = bytes == Long.MAX_VALUE;
    standing.unskippable().forEach(why -> reasons.add(new Reason.Unskippable(why)));
    if (!reasons.isEmpty() && !all) {
      return new Verdict.Needed(reasons, null);
    }
    asked(standing);
    var changes = Changes.between(last, today.plan());
    reasons.addAll(changes.reasons());
    boolean asBefore = reasons.isEmpty();
    last.outputs().forEach(this::output);
    if (last.outputs().isEmpty()) {
      reasons.add(new Reason.Unrecorded("the last link made no file"));
    }
    left = bytes;
    if (!all) { // what was named on the command line is what changes
      reads(last.reads().stream().filter(UpToDate::isNamed).toList(), changes, false);
      settleSmall();
    }
    reads(last.reads().stream().filter(read -> all || !isNamed(read)).toList(), changes, all);
    if (reasons.isEmpty() || all) {
      settle(all);
    }
    return reasons.isEmpty()
        ? new Verdict.Same(changes.renamed(), Set.copyOf(putBack))
        : new Verdict.Needed(reasons, asBefore ? renamed(last.reads(), changes.renamed()) : null);
  }

  private static boolean isNamed(Read read) {
    return read.why().equals("input");
  }

  private void reads(List<Read> reads, Changes changes, boolean all) {
    for (Read read : reads) {
      if (!reasons.isEmpty() && !all) {
        return;
      }
      Changes.renamed(read, changes.renamed()).forEach(name -> read(read, name));
    }
  }

  private void asked(Receipt.Standing standing) {
    differ("the working folder", last.folder(), today.folder());
    if (standing.hasMessages()) {
      differ("what messages are printed on", standing.streams(), today.streams());
    }
    for (String root : both(standing.roots(), today.roots())) {
      differ("root " + root, standing.roots().get(root), today.roots().get(root));
    }
    tools(last.toolchain(), today.toolchain());
    Map<String, String> before = last.toolchain().environment();
    Map<String, String> now = today.toolchain().environment();
    for (String name : both(before, now)) {
      if (!Objects.equals(before.get(name), now.get(name))) {
        reasons.add(new Reason.Variable(name, value(before.get(name)), value(now.get(name))));
      }
    }
  }

  private void tools(Toolchain before, Toolchain now) {
    Map<String, Tool> old = byRole(before);
    Map<String, Tool> current = byRole(now);
    for (String role : both(old, current)) {
      Tool was = old.get(role);
      Tool is = current.get(role);
      boolean same =
          was != null
              && is != null
              && was.digest().equals(is.digest())
              && was.path().equals(is.path())
              && was.family().equals(is.family());
      if (!same) {
        reasons.add(new Reason.Tool(role, name(was), name(is)));
      }
    }
    if (!before.missing().equals(now.missing())) {
      differ(
          "what the tools lack",
          new TreeSet<>(before.missing()).toString(),
          new TreeSet<>(now.missing()).toString());
    }
  }

  private static Map<String, Tool> byRole(Toolchain toolchain) {
    var tools = new HashMap<String, Tool>();
    toolchain.tools().forEach(tool -> tools.put(tool.role(), tool));
    return tools;
  }

  private static String name(@Nullable Tool tool) {
    return tool == null
        ? "none"
        : tool.family() + " " + tool.version() + " " + tool.path() + " " + brief(tool.digest());
  }

  private void differ(String what, @Nullable String before, @Nullable String now) {
    if (!Objects.equals(before, now)) {
      reasons.add(new Reason.Asked(what, value(before), value(now)));
    }
  }

  private void output(Receipt.Made made) {
    String path = absolute(made.path());
    int known = reasons.size();
    FileIdentity now = present.look(path); // once: who asks counts what is looked at
    outputContent(made, path, now);
    if (reasons.size() == known && !canBeWritten(made, path, now)) {
      reasons.add(new Reason.OutputChanged(made.path(), "it cannot be written any more"));
    }
  }

  /**
   * Whether the linker could write this output, which it may have to say. A link that would fail is
   * done. Maps and lists are written in place. Programs are created in their folder anew, under
   * this name or another; GNU ld writes into the old one if that is refused, which is not told
   * apart here. What is not writable although its mode says so is immutable.
   */
  private boolean canBeWritten(Receipt.Made made, String path, @Nullable FileIdentity now) {
    boolean inPlace = !isElf(made.role());
    if (now != null && (inPlace || (now.mode() & 0200) != 0) && !present.isWritable(path)) {
      return false;
    }
    return now != null && inPlace || present.isWritable(folderOf(path));
  }

  private static String folderOf(String path) {
    return path.substring(0, Math.max(1, path.lastIndexOf('/')));
  }

  private void outputContent(Receipt.Made made, String path, @Nullable FileIdentity now) {
    if (made.digest() == null || made.identity() == null) {
      reasons.add(new Reason.Unproved(made.path(), "it was changed right after the link"));
      return;
    }
    FileIdentity before = made.identity();
    if (now == null && present.isSymbolicLink(path)) {
      reasons.add(new Reason.OutputChanged(made.path(), "a symbolic link that leads to nothing"));
    } else if (now == null && !hasModeOfNewFile(made, before)) {
      reasons.add(new Reason.OutputMissing(made.path()));
    } else if (now == null) {
      putBack(made, new Reason.OutputMissing(made.path()));
    } else if (!now.isRegular() || present.isSymbolicLink(path)) {
      reasons.add(new Reason.OutputChanged(made.path(), "no regular file any more"));
    } else if (now.mode() != before.mode()) {
      reasons.add(
          new Reason.OutputChanged(
              made.path(), "mode " + octal(before.mode()) + ", now " + octal(now.mode())));
    } else if (now.owner() != before.owner() || now.group() != before.group()) {
      reasons.add(
          new Reason.OutputChanged(made.path(), "owner " + owner(before) + ", now " + owner(now)));
    } else if (now.links() > 1 && isWrittenInPlace(last, made)) {
      reasons.add(
          new Reason.OutputChanged(
              made.path(), "it has other names, and the linker writes into it"));
    } else if (!now.isSame(before) || now.links() > 1) {
      // A new file as the linker makes one: without other names, capabilities and the like.
      putBack(made, new Reason.OutputChanged(made.path(), "it was changed, or given other names"));
    } else if (!made.firm()) {
      doubt(made.path(), path, now, made.digest(), true);
    }
  }

  /** Whether an output of this role is an ELF file; others are maps, lists and the like. */
  public static boolean isElf(String role) {
    return ELF_OUTPUTS.contains(role);
  }

  /**
   * Whether the linker writes into the file that is there, which keeps its mode, owner and other
   * names: mold into every output, all linkers into maps and lists, but not into what is an ELF
   * file. Found out with GNU ld 2.40, LLD 19 and mold 1.10.
   */
  public static boolean isWrittenInPlace(Receipt receipt, Receipt.Made made) {
    return receipt.toolchain().linker().family().equals("mold") || !isElf(made.role());
  }

  /**
   * Whether an output that the linker creates would have the mode that this one had. One that was
   * written in place had a mode that came from elsewhere.
   */
  private boolean hasModeOfNewFile(Receipt.Made made, FileIdentity before) {
    String umask = last.toolchain().environment().get("umask");
    if (umask == null) {
      return false;
    }
    int allowed = ~Integer.parseInt(umask, 8);
    int mode = before.mode() & 07777;
    return mode == (0666 & allowed) || isElf(made.role()) && mode == (0777 & allowed);
  }

  private static String owner(FileIdentity file) {
    return file.owner() + ":" + file.group();
  }

  private void putBack(Receipt.Made made, Reason otherwise) {
    if (made.digest() != null && present.isKept(made.digest())) {
      putBack.add(made.path());
    } else {
      reasons.add(otherwise);
    }
  }

  private static String octal(int mode) {
    return Integer.toOctalString(mode & 07777);
  }

  private void read(Read read, String shown) {
    String path = absolute(shown);
    FileIdentity now = present.look(path);
    Read.Proof proof = read.proof();
    switch (read.aspect()) {
      case ABSENCE -> {
        if (now != null) {
          reasons.add(new Reason.Appeared(shown, read.why()));
        }
      }
      case LISTING -> {
        if (proof == null) {
          reasons.add(unproved(shown));
        } else if (!present.listing(path).equals(proof.digest())) {
          reasons.add(new Reason.Changed(shown, "another list of files", "this one"));
        }
      }
      case CONTENT, REJECTED -> {
        if (proof == null) {
          reasons.add(unproved(shown));
        } else if (now == null) {
          reasons.add(new Reason.Gone(shown));
        } else {
          content(shown, path, now, proof, shown.equals(read.path()) ? proof.real() : null);
        }
      }
    }
  }

  private static Reason unproved(String path) {
    return new Reason.Unproved(path, "what the last link read there is not known");
  }

  private void content(
      String shown, String path, FileIdentity now, Read.Proof proof, @Nullable String real) {
    FileIdentity before = proof.identity();
    if (before == null) {
      if (!now.isFolder()) {
        reasons.add(new Reason.Changed(shown, "a folder", "none"));
      }
    } else if (!now.isRegular()) {
      reasons.add(new Reason.Changed(shown, "a file", "none"));
    } else if (now.size() != before.size()) {
      reasons.add(new Reason.Changed(shown, before.size() + " bytes", now.size() + " bytes"));
    } else if (real != null && !real.equals(present.real(path))) {
      reasons.add(new Reason.Changed(shown, "at " + real, "at " + present.real(path)));
    } else if (!now.isSame(before) || !proof.firm()) {
      doubt(shown, path, now, proof.digest(), false);
    }
  }

  private void doubt(String shown, String path, FileIdentity now, String before, boolean output) {
    String known = present.known(path, now);
    var doubt = new Doubt(shown, path, now, before, output);
    if (known == null) {
      doubts.add(doubt);
    } else if (!known.equals(before)) {
      differs(doubt, known);
    }
  }

  private void differs(Doubt doubt, String now) {
    String before = doubt.before;
    if (!doubt.output) {
      reasons.add(new Reason.Changed(doubt.shown, brief(before), brief(now)));
    } else if (doubt.now.links() == 1 && present.isKept(before)) {
      putBack.add(doubt.shown);
    } else {
      reasons.add(new Reason.OutputChanged(doubt.shown, brief(before) + ", now " + brief(now)));
    }
  }

  /** Reads what is sooner read than the rest is looked at, until there is a reason. */
  private void settleSmall() {
    var open = List.copyOf(doubts);
    doubts.clear();
    for (Doubt doubt : open) {
      if (reasons.isEmpty() && doubt.now.size() <= SMALL) {
        settle(doubt);
      } else {
        doubts.add(doubt);
      }
    }
  }

  /** Reads what cannot be told otherwise, the small first. */
  private void settle(boolean all) {
    doubts.sort(Comparator.comparingLong(doubt -> doubt.now.size()));
    for (Doubt doubt : doubts) {
      if (!reasons.isEmpty() && !all) {
        return;
      }
      settle(doubt);
    }
  }

  private void settle(Doubt doubt) {
    left -= doubt.now.size();
    if (left < 0) {
      reasons.add(new Reason.Unread(doubt.shown, doubt.now.size()));
      return;
    }
    String found = present.digest(doubt.path, doubt.now, doubt.before);
    if (found == null) {
      reasons.add(new Reason.Unproved(doubt.shown, "it is being changed or cannot be read"));
    } else if (!found.equals(doubt.before)) {
      differs(doubt, found);
    }
  }

  private String absolute(String path) {
    return path.startsWith("/")
        ? path
        : path.isEmpty() ? today.folder() : today.folder() + "/" + path;
  }

  private static String value(@Nullable String text) {
    return text == null ? "not set" : "`" + text + "`";
  }

  private static String brief(@Nullable String digest) {
    return digest == null ? "none" : digest.substring(0, Math.min(12, digest.length()));
  }

  private static Set<String> both(Map<String, ?> one, Map<String, ?> other) {
    var names = new TreeSet<>(one.keySet());
    names.addAll(other.keySet());
    return names;
  }
}
