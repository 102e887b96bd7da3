package dev.tenon.frontend.repro;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tenon.frontend.ld.LdFrontend;
import dev.tenon.model.BadRecord;
import dev.tenon.model.Item;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.RootedPath;
import dev.tenon.option.Family;
import dev.tenon.option.Option;
import dev.tenon.option.OptionTable;
import dev.tenon.option.ResponseFiles;
import dev.tenon.option.Role;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/** Reads reproduce tars. */
public final class ReproFrontend {
  /** The root on which every path of the plan hangs but the output's. */
  public static final String ROOT = "repro";

  /** No file of a machine that links lies deeper; a name in a tar can make thousands of folders. */
  private static final int DEEPEST = 100;

  private static final String RESPONSE = "response.txt";
  private static final String VERSION = "version.txt";

  private static final long LONGEST_TEXT = 64 << 20;

  /** Characters of a name in a message. */
  private static final int SHOWN = 200;

  /** Settings that made the tar, or that say how to link inside it. */
  private static final Set<String> ITS_OWN = Set.of("chroot", "directory", "repro", "reproduce");

  private final Path folder;

  /** Where relative names of the command line begin, with a slash at the end unless empty. */
  private String base = "";

  private ReproFrontend(Path folder) {
    this.folder = folder;
  }

  /**
   * Unpacks the tar into the folder, without the tar's own top folder, and reads its command line.
   *
   * @param folder made if it is not there; must be empty
   * @throws BadRecord if the file is not such a tar, or names files outside the folder
   */
  public static LinkPlan read(Path tar, Path folder) throws IOException {
    Files.createDirectories(folder);
    try (var names = Files.newDirectoryStream(folder)) {
      if (names.iterator().hasNext()) {
        throw new BadRecord(folder.toString(), "is not empty");
      }
    }
    return new ReproFrontend(folder).unpack(tar);
  }

  private LinkPlan unpack(Path tar) throws IOException {
    String version = "";
    String response = null;
    try (var names = new TarNames(new BufferedInputStream(Files.newInputStream(tar), 1 << 16));
        var in = new TarArchiveInputStream(names, ISO_8859_1.name())) {
      for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        String called = names.text(entry.getName());
        if (called == null || called.indexOf('\0') >= 0) {
          throw new BadRecord(tar.toString(), "an entry has a name that is not UTF-8");
        }
        Path file = place(tar, called);
        if (entry.isSymbolicLink() || entry.isLink() || entry.isSparse()) {
          throw new BadRecord(tar.toString(), "entry `" + entry.getName() + "` is no plain file");
        }
        if (file == null || !entry.isFile()) {
          continue;
        }
        String name = folder.relativize(file).toString();
        boolean isText = name.equals(RESPONSE) || name.equals(VERSION);
        if (isText && entry.getSize() > LONGEST_TEXT) {
          throw new BadRecord(tar.toString(), name + " has more than " + LONGEST_TEXT + " bytes");
        }
        Files.createDirectories(file.getParent());
        long copied = Files.copy(in, file);
        if (copied != entry.getSize()) {
          throw new EOFException("ends inside " + entry.getName());
        }
        if (name.equals(RESPONSE)) {
          response = text(tar, file, name);
        } else if (name.equals(VERSION)) {
          version = text(tar, file, name);
        }
      }
    } catch (OutOfMemoryError e) { // the names of entries are read whole
      throw new BadRecord(tar.toString(), "has a header that is larger than the memory", e);
    } catch (FileSystemException e) {
      String file = shortened(folder.relativize(Path.of(e.getFile())).toString());
      throw new BadRecord(tar.toString(), "entry `" + file + "` cannot be made: " + reason(e), e);
    } catch (IOException e) {
      throw new BadRecord(tar.toString(), "cannot be unpacked: " + e.getMessage(), e);
    }
    if (response == null) {
      throw new BadRecord(tar.toString(), "is not a reproduce tar: it has no " + RESPONSE);
    }
    Family family = version.contains("LLD") ? Family.LLD : Family.MOLD;
    return rooted(LdFrontend.read(ResponseFiles.split(response), family, null).plan());
  }

  private static String text(Path tar, Path file, String name) throws IOException {
    try {
      String text = Files.readString(file);
      if (text.indexOf('\0') >= 0) {
        throw new BadRecord(tar.toString(), name + " has a NUL in it");
      }
      return text;
    } catch (CharacterCodingException e) {
      throw new BadRecord(tar.toString(), name + " is not UTF-8", e);
    }
  }

  private static String shortened(String name) {
    return name.length() <= SHOWN ? name : name.substring(0, SHOWN) + "…";
  }

  private static String reason(FileSystemException e) {
    return switch (e) {
      case FileAlreadyExistsException _ -> "something of that name is there";
      case NoSuchFileException _ -> "its directory is not there";
      case AccessDeniedException _ -> "permission denied";
      default -> e.getReason() == null ? "the file system refuses it" : e.getReason();
    };
  }

  private @Nullable Path place(Path tar, String name) {
    int top = name.indexOf('/');
    if (top < 0 || top + 1 == name.length()) {
      return null;
    }
    Path file = folder.resolve(name.substring(top + 1)).normalize();
    if (!file.startsWith(folder.normalize())) {
      throw new BadRecord(tar.toString(), "entry `" + name + "` leads out of the folder");
    }
    if (file.getNameCount() - folder.getNameCount() > DEEPEST) {
      throw new BadRecord(tar.toString(), "an entry lies more than " + DEEPEST + " folders deep");
    }
    return file;
  }

  private LinkPlan rooted(LinkPlan plan) {
    for (Item item : plan.items()) {
      if (item instanceof Item.Setting(String option, Item.Value.File(RootedPath file))
          && option.equals("directory")) {
        base = file.path() + "/";
      }
    }
    var items = new ArrayList<Item>();
    // Absolute names inside linker scripts are meant below the tar as well.
    items.add(new Item.Setting("sysroot", new Item.Value.File(new RootedPath(ROOT, ""))));
    for (Item item : plan.items()) {
      Item moved = rooted(item);
      if (moved != null) {
        items.add(moved);
      }
    }
    var primary =
        new LinkPlan.Output(
            LinkPlan.Output.PRIMARY, new RootedPath(RootedPath.CWD, plan.primary().name()));
    return plan.withItems(items).withOutputs(List.of(primary));
  }

  private @Nullable Item rooted(Item item) {
    return switch (item) {
      case Item.Input input -> new Item.Input(rooted(input.file()), input.state());
      case Item.Setting setting when dropped(setting) -> null;
      case Item.Setting(String option, Item.Value.File(RootedPath file)) ->
          new Item.Setting(option, new Item.Value.File(rooted(file)));
      default -> item;
    };
  }

  /** What belongs to the machine that the tar was made on: its plugin, its folder, another tar. */
  private static boolean dropped(Item.Setting setting) {
    Option option = OptionTable.linker().byId(setting.option());
    boolean plugin =
        option != null
            && option.role() == Role.PLUGIN
            && (setting.option().equals("plugin") || setting.option().equals("plugin-opt"));
    return plugin || ITS_OWN.contains(setting.option());
  }

  private RootedPath rooted(RootedPath file) {
    return switch (file.root()) {
      case RootedPath.CWD -> new RootedPath(ROOT, base + file.path());
      case RootedPath.HOST -> new RootedPath(ROOT, file.path());
      default -> file;
    };
  }
}
