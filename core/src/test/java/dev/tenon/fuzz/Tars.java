package dev.tenon.fuzz;

import dev.tenon.model.Content;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** Tars, well-formed and changed: in their entries, in the fields of headers, in their bytes. */
public final class Tars {
  private static final int BLOCK = 512;

  /** Offset and length of the header's fields. */
  private static final int[][] FIELDS = {
    {0, 100},
    {100, 8},
    {108, 8},
    {116, 8},
    {124, 12},
    {136, 12},
    {148, 8},
    {156, 1},
    {157, 100},
    {257, 6},
    {263, 2},
    {265, 32},
    {297, 32},
    {329, 8},
    {337, 8},
    {345, 155}
  };

  private static final int SUM = 148;
  private static final String TYPES = "0\0001234567gxLKSVDMX";

  private static final List<String> NAMES =
      List.of(
          "../x",
          "r/../../x",
          "r/../../../../../../tmp/tenon-canary",
          "/x",
          "//x",
          "r//x",
          "r/./x",
          "r",
          "r/",
          ".",
          "..",
          "r/..",
          "r/response.txt/x",
          "r/x/",
          "r/\u00e4",
          "r/a\0b",
          "");

  private static final List<String> PAX =
      List.of(
          "path=../x",
          "path=r/a\0b",
          "path=",
          "size=99999999999",
          "size=-1",
          "size=x",
          "mtime=1e99",
          "linkpath=/etc/passwd",
          "GNU.sparse.major=1",
          "GNU.sparse.minor=0",
          "GNU.sparse.name=r/../../x",
          "GNU.sparse.realsize=999999999999",
          "GNU.sparse.map=0,1,5",
          "GNU.sparse.map=-1,x",
          "GNU.sparse.numblocks=2147483647",
          "GNU.sparse.size=-1",
          "GNU.sparse.offset=-5",
          "SCHILY.devmajor=99999999999999999999",
          "hdrcharset=BINARY",
          "comment=" + "x".repeat(3_000));

  private final SplittableRandom random;

  private Tars(SplittableRandom random) {
    this.random = random;
  }

  /** A file in a tar, or something else by its type. */
  public record Entry(String name, char type, Content content) {
    public Entry(String name, String content) {
      this(name, '0', new Content(content.getBytes(StandardCharsets.UTF_8)));
    }
  }

  /** A tar of these entries with a few changes; hardly any is thrown away for its checksum. */
  public static byte[] change(SplittableRandom random, List<Entry> entries) {
    return new Tars(random).changed(entries);
  }

  private byte[] changed(List<Entry> input) {
    var entries = new ArrayList<>(input);
    for (int i = random.nextInt(4); i > 0; i--) {
      entry(entries);
    }
    var tar = new ByteArrayOutputStream();
    int spoilt = random.nextInt(3) == 0 ? -1 : random.nextInt(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      byte[] header = header(entry);
      if (i == spoilt) {
        field(header);
      }
      tar.writeBytes(header);
      tar.writeBytes(padded(entry.content.bytes()));
    }
    tar.writeBytes(new byte[2 * BLOCK]);
    byte[] bytes = tar.toByteArray();
    return random.nextInt(6) == 0 ? Bytes.change(random, bytes, List.of(bytes)) : bytes;
  }

  private void entry(List<Entry> entries) {
    int at = random.nextInt(entries.size());
    Entry entry = entries.get(at);
    switch (random.nextInt(8)) {
      case 0 -> entries.add(entry);
      case 1 -> Collections.swap(entries, at, random.nextInt(entries.size()));
      case 2 -> {
        if (entries.size() > 1) {
          entries.remove(at);
        }
      }
      case 3 -> entries.set(at, new Entry(Bytes.pick(random, NAMES), entry.type, entry.content));
      case 4 -> {
        char type = TYPES.charAt(random.nextInt(TYPES.length()));
        entries.set(at, new Entry(entry.name, type, entry.content));
      }
      case 5 ->
          entries.add(
              at,
              new Entry("./PaxHeaders/x", random.nextInt(5) == 0 ? 'g' : 'x', new Content(pax())));
      case 6 -> {
        String name =
            random.nextBoolean()
                ? Bytes.pick(random, NAMES)
                : "r/" + "n/".repeat(random.nextInt(2_000)) + "x";
        byte[] content = (name + "\0").getBytes(StandardCharsets.UTF_8);
        entries.add(
            at, new Entry("././@LongLink", random.nextBoolean() ? 'L' : 'K', new Content(content)));
      }
      default -> {
        byte[] content =
            Bytes.change(random, entry.content.bytes(), List.of(entry.content.bytes()));
        entries.set(at, new Entry(entry.name, entry.type, new Content(content)));
      }
    }
  }

  private byte[] pax() {
    var text = new StringBuilder();
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      String record = Bytes.pick(random, PAX) + "\n";
      int length = record.getBytes(StandardCharsets.UTF_8).length + 1;
      int digits = Integer.toString(length + Integer.toString(length).length()).length();
      int told = random.nextInt(10) == 0 ? random.nextInt(-3, 4_000) : length + digits;
      text.append(told).append(' ').append(record);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] header(Entry entry) {
    byte[] header = new byte[BLOCK];
    put(header, 0, entry.name.getBytes(StandardCharsets.UTF_8), 100);
    put(header, 100, "0000644\0".getBytes(StandardCharsets.US_ASCII), 8);
    put(header, 108, "0000000\0".getBytes(StandardCharsets.US_ASCII), 8);
    put(header, 116, "0000000\0".getBytes(StandardCharsets.US_ASCII), 8);
    put(
        header,
        124,
        "%011o\0".formatted(entry.content.bytes().length).getBytes(StandardCharsets.US_ASCII),
        12);
    put(header, 136, "00000000000\0".getBytes(StandardCharsets.US_ASCII), 12);
    header[156] = (byte) entry.type;
    put(header, 257, "ustar\00000".getBytes(StandardCharsets.US_ASCII), 8);
    sum(header);
    return header;
  }

  private void field(byte[] header) {
    int[] field = FIELDS[random.nextInt(FIELDS.length)];
    byte[] now = Arrays.copyOfRange(header, field[0], field[0] + field[1]);
    byte[] other =
        switch (random.nextInt(4)) {
          case 0 -> Bytes.pick(random, Bytes.TEXTS).getBytes(StandardCharsets.UTF_8);
          case 1 -> { // a number in binary, as GNU tar writes large ones
            byte[] large = new byte[field[1]];
            random.nextBytes(large);
            large[0] = (byte) (random.nextBoolean() ? 0x80 : 0xff);
            yield large;
          }
          case 2 -> "7".repeat(field[1]).getBytes(StandardCharsets.US_ASCII);
          default -> Bytes.change(random, now, List.of(now));
        };
    Arrays.fill(header, field[0], field[0] + field[1], (byte) 0);
    put(header, field[0], other, field[1]);
    if (random.nextInt(8) > 0) {
      sum(header);
    }
  }

  private static void sum(byte[] header) {
    Arrays.fill(header, SUM, SUM + 8, (byte) ' ');
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, SUM, "%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII), 8);
  }

  private static void put(byte[] to, int at, byte[] bytes, int most) {
    System.arraycopy(bytes, 0, to, at, Math.min(most, bytes.length));
  }

  private static byte[] padded(byte[] content) {
    return Arrays.copyOf(content, (content.length + BLOCK - 1) / BLOCK * BLOCK);
  }
}
