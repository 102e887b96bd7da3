package dev.tenon.binder.oracle;

import dev.tenon.binder.oracle.Strace.Event;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a linker does with files that says nothing about the link: the documented differences. */
public enum Aside {
  /** Programs and the libraries they are made of, which the tool's digest covers. */
  OWN_PARTS,
  /** Translations and character sets for messages. */
  LOCALE,
  /** The kernel's view of the machine: number of processors, memory. */
  SYSTEM,
  /** Outputs, side files, and temporary files on their way to them. */
  OUTPUT,
  /** Folders that are looked at to tell whether a path is under the system root, or what it is. */
  FOLDER,
  /** A symbolic link is looked for where a file was opened or the output will be. */
  LINK_CHECK,
  /** GNU ld looks for the folder of its own scripts beside its own program. */
  OWN_SCRIPTS,
  /** Memory allocators and thread libraries that are used if they are installed. */
  HELPERS,
  /** What a receipt has is opened once more under its name without {@code ..}. */
  AGAIN,
  /**
   * Temporary objects of link-time optimisation, what its processes do, and a plugin that was
   * loaded for code which was not linked in the end.
   */
  LTO;

  private static final Pattern LOCALES =
      Pattern.compile(
          "/usr/(share|lib)/locale(-langpack)?(/.*)?|.*/gconv(/.*)?|.*/charset\\.alias"
              + "|/usr/share/zoneinfo/.*|.*/llvm-\\d+/.*locale.*");
  private static final Pattern SYSTEM_FILES =
      Pattern.compile("/(proc|sys)(/.*)?|/dev/(null|urandom|shm.*)|/etc/ld\\.so\\.(cache|preload)");

  /** Folders in which glibc looks for what was built for the processor that it finds. */
  private static final String PROCESSORS =
      "(glibc-hwcaps|tls|x86_64|sse2|avx512_1|haswell|xeon_phi)";

  private static final Pattern HELPER =
      Pattern.compile(
          ".*/(libiomp5|libtbb\\w*|libirml\\w*|libmimalloc\\w*)\\.so.*"
              + "|/(usr/)?lib(64)?(/[^/]+)?(/\\.\\./lib)?/"
              + PROCESSORS
              + "(/.*)?"
              + "|/(usr/lib|etc)/ssl/openssl\\.cnf"
              + "|/usr/lib/llvm-\\d+/bin/\\.\\./lib(/.*)?");
  private static final Pattern TEMPORARY =
      Pattern.compile(
          ".*\\.tmp[0-9a-f]+|.*/\\.mold-\\w+|.*\\.(ltrans|lto_?)[^/]*|.*/(cc|tmp)\\w{6}[^/]*");
  private static final Pattern PLUGIN = Pattern.compile(".*/(liblto_plugin|LLVMgold)[^/]*\\.so");
  private static final Set<String> LINKS = Set.of("readlink", "readlinkat", "lstat");
  private static final Set<String> CHANGES =
      Set.of(
          "unlink",
          "unlinkat",
          "rename",
          "renameat",
          "renameat2",
          "chmod",
          "mkdir",
          "utime",
          "link",
          "symlink",
          "chown",
          "truncate",
          "fchmodat",
          "rmdir",
          "execve",
          "chdir",
          "getcwd",
          "statfs",
          "utimensat");

  /**
   * @param outputs absolute names of what the link writes
   * @param tool the linker's program
   * @param known absolute names in the receipt
   * @return null for an event that counts
   */
  static @Nullable Aside of(Event event, Set<String> outputs, Path tool, Set<String> known) {
    String path = Comparison.tidy(event.path());
    if (!event.program().isEmpty() && !event.program().equals(tool.toString())) {
      return LTO;
    }
    if (event.isLoading() || event.call().equals("execve")) {
      return OWN_PARTS;
    }
    if (LOCALES.matcher(path).matches()) {
      return LOCALE;
    }
    if (SYSTEM_FILES.matcher(path).matches()) {
      return SYSTEM;
    }
    if (HELPER.matcher(path).matches()) {
      return HELPERS;
    }
    if (LINKS.contains(event.call())) {
      return LINK_CHECK;
    }
    if (outputs.contains(path) || event.rest().contains("O_CREAT") || isChange(event)) {
      return OUTPUT;
    }
    if (path.endsWith("/ldscripts") || path.endsWith("/" + tool.getFileName())) {
      return OWN_SCRIPTS;
    }
    if (!known.contains(path) && TEMPORARY.matcher(path).matches()) {
      return path.contains(".mold-") || path.contains(".tmp") ? OUTPUT : LTO;
    }
    if (PLUGIN.matcher(path).matches() && !known.contains(path)) {
      return LTO;
    }
    if (event.isOk() && isKnownOtherwise(path, known)) {
      return AGAIN;
    }
    if (event.isOk() && !event.rest().contains("O_DIRECTORY") && Files.isDirectory(Path.of(path))) {
      return FOLDER;
    }
    return null;
  }

  private static boolean isKnownOtherwise(String path, Set<String> known) {
    return !known.contains(path)
        && known.stream().anyMatch(name -> Path.of(name).normalize().toString().equals(path));
  }

  private static boolean isChange(Event event) {
    return CHANGES.contains(event.call());
  }
}
