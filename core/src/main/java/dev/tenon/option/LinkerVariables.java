package dev.tenon.option;

import static dev.tenon.option.LinkerVariables.Effect.CHANGES_OUTPUT;
import static dev.tenon.option.LinkerVariables.Effect.NOTHING_KNOWN;
import static dev.tenon.option.LinkerVariables.Effect.ONLY_WITH_IR;
import static dev.tenon.option.LinkerVariables.Effect.PRINTS;
import static dev.tenon.option.LinkerVariables.Effect.READS;
import static dev.tenon.option.LinkerVariables.Effect.WORDS_OF_MESSAGES;
import static dev.tenon.option.LinkerVariables.Effect.WRITES;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The environment variables that linkers know, and what each does.
 *
 * <p>Found on GNU ld and gold 2.40, LLD 19, mold 1.10.1, the LTO plugin and lto-wrapper of GCC 12
 * and glibc 2.36: names by the constants in front of calls of {@code getenv} in the disassembly, by
 * breakpoints at {@code getenv} during links, and, for the loader, by its strings; effects by links
 * with and without the variable, comparing output, messages and files, and by the manuals for what
 * writes files. {@code LinkerVariablesTest} asks the installed tools again.
 */
public final class LinkerVariables {
  /** What a variable that is set does to a link. */
  public enum Effect {
    /** Another file is read, searched for, or loaded as code: must be equal for a skip. */
    READS,
    /** A file is written beside the outputs, or nothing is linked: never skip, add no argument. */
    WRITES,
    /** More is printed: never skip, add no argument. */
    PRINTS,
    /** The bytes of the output change: must be equal for a skip. */
    CHANGES_OUTPUT,
    /** Only language, colour or spelling of messages: matters if there were any. */
    WORDS_OF_MESSAGES,
    /** Matters only if intermediate code was among the inputs. */
    ONLY_WITH_IR,
    /** It is asked for, and no effect on a link was found. */
    NOTHING_KNOWN
  }

  /**
   * @param name as it is spelt; a star at the end stands for any rest
   * @param families of linkers that ask for it; empty for every program of the C library
   */
  public record Variable(String name, Set<String> families, Effect effect) {}

  private static final Set<String> ALL = Set.of();
  private static final Set<String> GNU = Set.of("bfd", "gold");
  private static final Set<String> BFD = Set.of("bfd");
  private static final Set<String> LLD = Set.of("lld");
  private static final Set<String> MOLD = Set.of("mold");
  private static final Set<String> PLUGINS = Set.of("bfd", "gold", "mold");

  /** Beginnings of names that are a linker's, of this version or another. */
  private static final List<String> OURS =
      List.of("LD_", "LLD_", "MOLD_", "LIBCTF_", "TBB_", "MIMALLOC_", "INTEL_", "KMP_");

  private static final List<Variable> TABLE = table();

  /** Those of one name by it, in the table's order; those that stand for several apart. */
  private static final Map<String, List<Variable>> BY_NAME =
      TABLE.stream()
          .filter(variable -> !isPattern(variable))
          .collect(Collectors.groupingBy(Variable::name));

  private static final List<Variable> PATTERNS =
      TABLE.stream().filter(LinkerVariables::isPattern).toList();

  private LinkerVariables() {}

  /** The first that fits a name counts. */
  public static List<Variable> all() {
    return TABLE;
  }

  /** What is known of a variable; null if this linker does not ask for it. */
  public static @Nullable Effect effect(String family, String name) {
    // mimalloc asks for each name in lower case as well.
    String known = name.startsWith("mimalloc_") ? name.toUpperCase(Locale.ROOT) : name;
    boolean isOthers = false;
    // A name of its own comes before a pattern that it fits as well.
    for (List<Variable> variables : List.of(BY_NAME.getOrDefault(known, List.of()), PATTERNS)) {
      for (Variable variable : variables) {
        if (fits(variable.name(), known)) {
          if (variable.families().isEmpty() || variable.families().contains(family)) {
            return variable.effect();
          }
          isOthers = true;
        }
      }
    }
    boolean isOurs = !isOthers && OURS.stream().anyMatch(known::startsWith);
    // A linker that is newer than this table may ask for it.
    return isOurs ? CHANGES_OUTPUT : null;
  }

  /** Variables that are set and because of which a link is never skipped, sorted. */
  public static List<String> barring(String family, Map<String, String> environment) {
    List<String> found = new ArrayList<>();
    for (String name : environment.keySet()) {
      Effect effect = effect(family, name);
      if (effect == WRITES || effect == PRINTS) {
        found.add(name);
      }
    }
    found.sort(null);
    return found;
  }

  /**
   * Variables that must be the same for a link to be the same.
   *
   * @param optimises whether intermediate code was among the inputs
   * @param speaks whether the link printed messages
   */
  public static Map<String, String> decisive(
      String family, Map<String, String> environment, boolean optimises, boolean speaks) {
    Map<String, String> found = new TreeMap<>();
    environment.forEach((name, value) -> {
      Effect effect = effect(family, name);
      boolean decides =
          effect != null
              && switch (effect) {
                case READS, WRITES, PRINTS, CHANGES_OUTPUT -> true;
                case WORDS_OF_MESSAGES -> speaks;
                case ONLY_WITH_IR -> optimises;
                case NOTHING_KNOWN -> false;
              };
      if (decides) {
        found.put(name, value);
      }
    });
    return found;
  }

  private static boolean isPattern(Variable variable) {
    return variable.name().endsWith("*");
  }

  private static boolean fits(String pattern, String name) {
    return pattern.endsWith("*")
        ? name.startsWith(pattern.substring(0, pattern.length() - 1))
        : name.equals(pattern);
  }

  private static List<Variable> table() {
    List<Variable> table = new ArrayList<>();
    // GNU ld with libbfd and libctf.
    add(table, BFD, CHANGES_OUTPUT, "LDEMULATION GNUTARGET LD_RUN_PATH SOURCE_DATE_EPOCH");
    add(table, BFD, CHANGES_OUTPUT, "LIBCTF_WRITE_FOREIGN_ENDIAN");
    add(table, BFD, PRINTS, "LIBCTF_DEBUG SFRAME_DEBUG");
    add(table, GNU, WORDS_OF_MESSAGES, "COLLECT_NO_DEMANGLE");
    // Folder names in messages and the way to $ORIGIN are spelt as it says; they lead to the same.
    add(table, BFD, NOTHING_KNOWN, "PWD");
    // The plugin asks for the options whenever it is loaded, and gives them to lto-wrapper alone.
    add(table, PLUGINS, ONLY_WITH_IR, "COLLECT_GCC COLLECT_GCC_OPTIONS COLLECT_LTO_WRAPPER");
    add(table, PLUGINS, ONLY_WITH_IR, "COLLECT_AS_OPTIONS OFFLOAD_TARGET_*");
    add(table, PLUGINS, ONLY_WITH_IR, "COMPILER_PATH LIBRARY_PATH GCC_EXEC_PREFIX PATH");
    add(table, PLUGINS, ONLY_WITH_IR, "MAKE MAKEFLAGS TMPDIR TMP TEMP");
    add(table, PLUGINS, WORDS_OF_MESSAGES, "GCC_COLORS GCC_URLS GCC_EXTRA_DIAGNOSTIC_OUTPUT");
    add(table, PLUGINS, WORDS_OF_MESSAGES, "COLORTERM COLUMNS TERM TERM_URLS");
    // LLD with LLVM. FORCE_… makes it crash, LLD_IN_TEST makes it link more than once.
    add(table, LLD, WRITES, "LLD_REPRODUCE FORCE_LLD_DIAGNOSTICS_CRASH");
    add(table, LLD, CHANGES_OUTPUT, "LLD_VERSION ELF_PACKAGE_METADATA LLD_IN_TEST");
    add(table, LLD, ONLY_WITH_IR, "LLVM_OVERRIDE_PRODUCER TMPDIR TMP TEMP TEMPDIR");
    add(table, LLD, WORDS_OF_MESSAGES, "TERM NO_COLOR COLUMNS LLVM_DISABLE_SYMBOLIZATION");
    add(table, LLD, WORDS_OF_MESSAGES, "LLVM_SYMBOLIZER_PATH LLVM_ENABLE_SYMBOLIZER_MARKUP");
    add(table, LLD, NOTHING_KNOWN, "PWD SYM64_THRESHOLD");
    add(table, LLD, NOTHING_KNOWN, "ZERO_AR_DATE LD_DYLIB_CPU_SUBTYPES_MUST_MATCH");
    add(table, LLD, NOTHING_KNOWN, "RC_TRACE_DYLIB_SEARCHING");
    // mold with its allocator and thread library. MOLD_DEBUG puts the command into the output.
    add(table, MOLD, WRITES, "MOLD_REPRO MOLD_DEBUG INTEL_LIBITTNOTIFY* INTEL_ITTNOTIFY_*");
    add(table, MOLD, PRINTS, "TBB_VERSION MIMALLOC_VERBOSE MIMALLOC_SHOW_*");
    add(table, MOLD, NOTHING_KNOWN, "MOLD_JOBS MIMALLOC_* KMP_FOR_* OPENSSL_ia32cap");
    add(table, MOLD, READS, "OPENSSL_CONF OPENSSL_MODULES OPENSSL_ENGINES");
    // The loader and the C library.
    add(table, ALL, PRINTS, "LD_DEBUG LD_SHOW_AUXV MALLOC_CHECK_");
    add(table, ALL, WRITES, "LD_DEBUG_OUTPUT LD_PROFILE LD_PROFILE_OUTPUT MALLOC_TRACE");
    add(table, ALL, WRITES, "LD_TRACE_LOADED_OBJECTS");
    add(table, ALL, READS, "LD_PRELOAD LD_AUDIT LD_LIBRARY_PATH LD_ORIGIN_PATH LD_HWCAP_MASK");
    add(table, ALL, READS, "GLIBC_TUNABLES GCONV_PATH");
    add(table, ALL, CHANGES_OUTPUT, "MALLOC_PERTURB_");
    add(table, ALL, NOTHING_KNOWN, "LD_BIND_NOW LD_BIND_NOT LD_DYNAMIC_WEAK LD_WARN LD_VERBOSE");
    add(table, ALL, NOTHING_KNOWN, "LD_USE_LOAD_BIAS LD_PREFER_MAP_32BIT_EXEC MALLOC_*");
    add(table, ALL, WORDS_OF_MESSAGES, "LANG LANGUAGE LC_ALL LC_CTYPE LC_MESSAGES LOCPATH");
    add(table, ALL, WORDS_OF_MESSAGES, "NLSPATH OUTPUT_CHARSET");
    return List.copyOf(table);
  }

  private static void add(List<Variable> to, Set<String> families, Effect effect, String names) {
    for (String name : names.split(" ")) {
      to.add(new Variable(name, families, effect));
    }
  }
}
