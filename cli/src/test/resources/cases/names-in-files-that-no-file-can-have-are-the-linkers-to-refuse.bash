# engines: bfd lld mold
# Members of thin archives, words of response files and of scripts with a NUL, a slash, a folder, too
# many bytes: what the linker makes of such names is its own business. Neither a message of ours nor
# the name of a Java class stands in its place.
printf 'int v=1;int _start(void){return v;}\n' >alone.c
printf 'int f(void){return 3;}\n' >placeholder_member.c
gcc -c alone.c && gcc -c placeholder_member.c
# A symbol that the archive has is wanted, or none is.
printf 'int f(void);int _start(void){return f();}\n' >wants.c
gcc -c wants.c
ar rcT thin.a placeholder_member.o
mkdir -p folder
ln -sf placeholder_member.o link.o
named() { # NAME FILE: 20 bytes in place of the member's name
  perl -0pe 'BEGIN { $n = shift @ARGV; $n =~ s/\\0/\0/g; $n =~ s/\\377/\377/g } s/placeholder_member\.o/$n/' "$1" thin.a >"$2"
}
named 'placeholder\0member.o' nul.a
named '\0laceholder_member.o' leading.a
named 'placeholder_member.\0' trailing.a
named '////////////////////' slashes.a
named 'folder/.............' dots.a
named 'folder//////////////' folder.a
named '../../../../../../..' above.a
named '/proc/self/mem/mem.o' below-a-file.a
named 'placeholder\377member.o' bytes.a
named 'placeholder_member.o' same.a
for archive in nul leading trailing slashes dots folder above below-a-file bytes same; do
  say $L -o out-$archive alone.o $archive.a
  say $L -o wants-$archive wants.o $archive.a
  say $L -o whole-$archive alone.o --whole-archive $archive.a
done
long=$(perl -e 'print "n" x 5000')
printf 'alone.o "a\0b.o"\n' >nul.rsp
printf 'alone.o \0\n' >only.rsp
printf 'alone.o %s\n' "$long" >long.rsp
printf 'alone.o -L%s -lnothing\n' "$long" >long-folder.rsp
printf 'INPUT(alone.o "a\0b.o")\n' >nul.ld
printf 'INPUT(alone.o -l"a\0b")\n' >nul-library.ld
printf 'SEARCH_DIR("a\0b") INPUT(alone.o)\n' >nul-folder.ld
printf 'INPUT(alone.o %s)\n' "$long" >long.ld
printf 'INCLUDE "a\0b"\nINPUT(alone.o)\n' >nul-include.ld
printf 'GROUP(alone.o /)\n' >slash.ld
for rsp in nul only long long-folder; do say $L -o out-$rsp @$rsp.rsp; done
for script in nul nul-library nul-folder long nul-include slash; do
  say $L -o script-$script $script.ld
  say $L -o told-$script -T $script.ld alone.o
done
settle
say $L -o out-same wants.o same.a
