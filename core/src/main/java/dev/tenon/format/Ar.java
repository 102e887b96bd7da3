package dev.tenon.format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An archive of the common format with GNU and BSD names, plain or thin.
 *
 * @param isThin whether the members' bytes lie in files of their own
 * @param hasIndex whether a member lists the symbols
 * @param members in order, without index and name table
 */
public record Ar(boolean isThin, boolean hasIndex, List<Member> members) {

  /**
   * @param name as the archive gives it; for a thin archive the file, relative to the archive's
   *     folder
   * @param offset of the bytes in the archive; where they would be, if it is thin
   * @param size in bytes
   * @param header offset of the member's header
   */
  public record Member(String name, long offset, long size, long header) {}

  private static final int HEADER = 60;
  private static final int MOST = 300_000;
  private static final String THIN = "!<thin>\n";
  private static final String PLAIN = "!<arch>\n";

  public Ar {
    members = List.copyOf(members);
  }

  /**
   * @throws BadFile if the headers do not follow each other up to the end
   */
  public static Ar read(Bytes bytes, String file) {
    return read(bytes, file, Integer.MAX_VALUE);
  }

  /**
   * Stops after {@code most} members.
   *
   * @throws BadFile if the headers up to there do not follow each other
   */
  public static Ar read(Bytes bytes, String file, int most) {
    Window window = new Window(bytes, file, null);
    String magic = latin(window.need(0, 8, "the magic of an archive"), 0, 8);
    if (!magic.equals(PLAIN) && !magic.equals(THIN)) {
      throw window.bad(0, "!<arch> or !<thin> expected");
    }
    boolean isThin = magic.equals(THIN);
    boolean hasIndex = false;
    byte[] names = new byte[0];
    List<Member> members = new ArrayList<>();
    long at = 8;
    while (at < bytes.size() && members.size() < most) {
      byte[] head = window.need(at, HEADER, "the header of a member");
      if (head[58] != '`' || head[59] != '\n') {
        throw window.bad(at + 58, "the end of a member's header expected");
      }
      long size = number(window, at + 48, latin(head, 48, 10));
      long data = at + HEADER;
      String field = stripped(latin(head, 0, 16));
      boolean isOwn = field.equals("/") || field.equals("//") || field.equals("/SYM64/");
      boolean isStored = !isThin || isOwn;
      if (isStored && size > bytes.size() - data) {
        throw window.bad(
            at,
            "member `"
                + field
                + "` of "
                + size
                + " bytes expected, but the end is at "
                + bytes.size());
      }
      if (field.equals("//")) {
        names = window.need(data, size, "the table of names");
      } else if (field.equals("/") || field.equals("/SYM64/")) {
        hasIndex = true;
      } else if (field.startsWith("#1/")) {
        long length = number(window, at + 3, field.substring(3));
        String name = bsdName(window.need(data, Math.min(length, size), "a member's name"));
        if (name.startsWith("__.SYMDEF")) {
          hasIndex = true;
        } else {
          members.add(new Member(name, data + length, size - length, at));
        }
      } else if (field.startsWith("__.SYMDEF")) {
        hasIndex = true;
      } else {
        members.add(new Member(name(window, at, field, names), data, size, at));
      }
      if (members.size() > MOST) {
        throw window.bad(at, "no more than " + MOST + " members expected");
      }
      at = data + (isStored ? size + (size & 1) : 0);
    }
    for (Member member : members) {
      if (isThin && member.name.indexOf('\0') >= 0) {
        throw window.bad(member.header, "the name of a file expected, not one with NUL");
      }
    }
    return new Ar(isThin, hasIndex, members);
  }

  /** The file of a thin archive's member: relative names start at the archive's folder. */
  public static String memberFile(String archive, String name) {
    return name.startsWith("/") ? name : archive.substring(0, archive.lastIndexOf('/') + 1) + name;
  }

  private static String name(Window window, long at, String field, byte[] names) {
    if (!field.startsWith("/")) {
      return field.endsWith("/") ? field.substring(0, field.length() - 1) : field;
    }
    int colon = field.indexOf(':');
    // A member of an archive in a thin archive: /offset:place, the place is of no use here.
    long start = number(window, at + 1, field.substring(1, colon < 0 ? field.length() : colon));
    if (start >= names.length) {
      throw window.bad(
          at, "a name at " + start + " expected in a table of " + names.length + " bytes");
    }
    int end = (int) start;
    while (end < names.length && names[end] != '\n' && names[end] != 0) {
      end++;
    }
    if (end > start && names[end - 1] == '/') {
      end--;
    }
    return new String(names, (int) start, end - (int) start, StandardCharsets.UTF_8);
  }

  private static String bsdName(byte[] padded) {
    int end = padded.length;
    while (end > 0 && padded[end - 1] == 0) {
      end--;
    }
    return new String(padded, 0, end, StandardCharsets.UTF_8);
  }

  private static long number(Window window, long at, String field) {
    String digits = field.strip();
    if (digits.isEmpty() || digits.length() > 18 || !digits.chars().allMatch(Ar::isDigit)) {
      throw window.bad(at, "a decimal number expected, not `" + digits + "`");
    }
    return Long.parseLong(digits);
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static String stripped(String field) {
    int end = field.length();
    while (end > 0 && field.charAt(end - 1) == ' ') {
      end--;
    }
    return field.substring(0, end);
  }

  private static String latin(byte[] bytes, int from, int length) {
    return new String(bytes, from, length, StandardCharsets.UTF_8);
  }
}
