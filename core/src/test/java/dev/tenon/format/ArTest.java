package dev.tenon.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.real.Lab;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArTest {
  private static final String LONG = "a-name-of-more-than-sixteen-characters.o";
  private final Lab lab;

  ArTest(@TempDir Path folder) {
    Lab.needs("gcc", "ar");
    lab = new Lab(folder);
    lab.write("f.c", "int f(void) { return 1; }\n").write("d/odd.txt", "odd");
    lab.ok("gcc -c f.c -o s.o").ok("gcc -c f.c -o " + LONG).ok("gcc -c f.c -o d/in.o");
  }

  private Ar ar(String name) {
    return Ar.read(Bytes.of(lab.bytes(name)), name);
  }

  @Test
  void membersComeInOrderWithNamesAndBytes() {
    lab.ok("ar rc l.a s.o " + LONG + " d/odd.txt d/in.o");
    var archive = ar("l.a");
    assertThat(archive.isThin()).isFalse();
    assertThat(archive.hasIndex()).isTrue();
    assertThat(archive.members())
        .extracting(Ar.Member::name)
        .containsExactly("s.o", LONG, "odd.txt", "in.o");
    var member = archive.members().get(3);
    byte[] bytes = Bytes.of(lab.bytes("l.a")).read(member.offset(), (int) member.size());
    assertThat(bytes).isEqualTo(lab.bytes("d/in.o"));
  }

  @Test
  void theFirstMembersCanBeReadAlone() {
    lab.ok("ar rc l.a s.o d/in.o");
    assertThat(Ar.read(Bytes.of(lab.bytes("l.a")), "l.a", 1).members()).hasSize(1);
  }

  @Test
  void membersOfAThinArchiveAreFilesBesideIt() {
    lab.ok("ar rcT d/l.a s.o d/in.o " + LONG);
    var archive = ar("d/l.a");
    assertThat(archive.isThin()).isTrue();
    assertThat(archive.members())
        .extracting(member -> Ar.memberFile("d/l.a", member.name()))
        .containsExactly("d/../s.o", "d/in.o", "d/../" + LONG);
    assertThat(Ar.memberFile("l.a", "s.o")).isEqualTo("s.o");
    assertThat(Ar.memberFile("/x/l.a", "/y/s.o")).isEqualTo("/y/s.o");
  }

  @Test
  void bsdNamesStandBeforeTheBytes() {
    Lab.needs("llvm-ar-19");
    lab.ok("llvm-ar-19 --format=darwin rc b.a s.o " + LONG);
    assertThat(ar("b.a").members())
        .extracting(Ar.Member::name, Ar.Member::size)
        .satisfies(all -> {
          assertThat(all.get(0).toList().getFirst()).isEqualTo("s.o");
          assertThat(all.get(1).toList().getFirst()).isEqualTo(LONG);
        });
    var member = ar("b.a").members().get(1);
    byte[] bytes = Bytes.of(lab.bytes("b.a")).read(member.offset(), lab.bytes(LONG).length);
    assertThat(bytes).isEqualTo(lab.bytes(LONG));
  }

  @Test
  void aTruncatedArchiveIsNamedUnlessItEndsWhereAMemberEnds() {
    lab.ok("ar rc l.a s.o " + LONG).ok("ar rcT t.a s.o " + LONG);
    for (String name : new String[] {"l.a", "t.a"}) {
      byte[] whole = lab.bytes(name);
      var members = ar(name).members();
      int endings = 0;
      for (int length = 0; length < whole.length; length++) {
        byte[] part = Arrays.copyOf(whole, length);
        try {
          var found = Ar.read(Bytes.of(part), "part").members();
          assertThat(members.subList(0, found.size())).isEqualTo(found);
          endings++;
        } catch (BadFile e) {
          assertThat(e).hasMessageStartingWith("part: offset ");
        }
      }
      // After the magic, the index, the table of names and the first member; pad bytes count twice.
      assertThat(endings).isBetween(4, 8);
    }
  }

  @Test
  void aMembersSizeBeyondTheEndIsNamedWithTheMember() {
    lab.ok("ar rc l.a s.o " + LONG);
    byte[] cut = Arrays.copyOf(lab.bytes("l.a"), lab.bytes("l.a").length - 10);
    assertThatThrownBy(() -> Ar.read(Bytes.of(cut), "l.a"))
        .isInstanceOf(BadFile.class)
        .hasMessageContaining("member `/0` of");
  }

  @Test
  void aThinArchiveWithANameThatNoFileCanHaveIsRefused() {
    String header = "%-16s%-12d%-6d%-6d%-8o%-10d`\n".formatted("a\0b.o/", 0, 0, 0, 0644, 9);
    byte[] bytes = ("!<thin>\n" + header).getBytes(UTF_8);
    assertThatThrownBy(() -> Ar.read(Bytes.of(bytes), "l.a"))
        .isInstanceOf(BadFile.class)
        .hasMessageContaining("not one with NUL");
  }
}
