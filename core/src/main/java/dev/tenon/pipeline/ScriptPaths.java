package dev.tenon.pipeline;

import dev.tenon.format.BadFile;
import dev.tenon.format.Script;
import dev.tenon.format.Script.Command;
import dev.tenon.format.ScriptReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Every path that linker scripts may lead a linker to, whichever linker reads them: more than any
 * of them opens. Scripts that these name are followed.
 */
final class ScriptPaths {
  /** Paths and scripts of one plan; one that leads to more is none that was made by a tool. */
  private static final int MOST = 10_000;

  private static final int LONGEST = 1 << 20;

  /** Takes each path, absolute and as it is written otherwise. */
  interface Visitor {
    void path(String script, Path path);
  }

  private final String sysroot;
  private final List<Path> folders;
  private final Visitor visitor;
  private final Set<Path> seen = new HashSet<>();

  /**
   * @param sysroot absolute, or empty
   * @param folders in which names are looked for, absolute, the working directory among them
   */
  ScriptPaths(String sysroot, List<Path> folders, Visitor visitor) {
    this.sysroot = sysroot;
    this.folders = new ArrayList<>(folders);
    this.visitor = visitor;
  }

  /** A script as text; what is none leads nowhere. */
  void text(String name, String text) {
    Script script;
    try {
      script = ScriptReader.read(text, name);
    } catch (BadFile e) {
      return; // the linker refuses it, or it is a list of symbols
    }
    for (Command command : script.commands()) {
      if (command instanceof Command.SearchDir(String folder)) {
        folders.addAll(paths(folder));
      }
    }
    for (Command command : script.commands()) {
      switch (command) {
        case Command.Files files -> files.entries().forEach(entry -> entry(name, entry));
        case Command.Include(String file) -> names(name, file);
        case Command.SearchDir _, Command.Output _, Command.OutputFormat _ -> {}
      }
    }
  }

  /** The same for a file, if it is one of text. */
  void file(Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > LONGEST) {
        return;
      }
      text(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return; // nor can the linker read it
    }
  }

  private void entry(String script, Script.Entry entry) {
    if (!entry.isLibrary()) {
      names(script, entry.name());
      return;
    }
    String name = entry.name().substring(2);
    List<String> files =
        name.startsWith(":")
            ? List.of(name.substring(1))
            : List.of("lib" + name + ".so", "lib" + name + ".a");
    files.forEach(file -> names(script, file));
  }

  private void names(String script, String name) {
    for (Path path : paths(name)) {
      if (seen.size() < MOST && seen.add(path.normalize())) {
        visitor.path(script, path);
        file(path);
      }
    }
  }

  private List<Path> paths(String name) {
    var found = new ArrayList<Path>();
    String marked = name.startsWith("=") ? name.substring(1) : name;
    marked = marked.startsWith("$SYSROOT") ? marked.substring("$SYSROOT".length()) : marked;
    try {
      if (!sysroot.isEmpty()) {
        found.add(Path.of(sysroot + "/" + marked));
      }
      for (Path folder : folders) {
        found.add(folder.resolve(marked)); // itself, if absolute
      }
    } catch (InvalidPathException e) {
      return List.of(); // no file has such a name
    }
    return found;
  }
}
