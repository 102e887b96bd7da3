# engines: bfd lld mold own
# with: roundtrip
cp "$POOL"/*.o .
n=0
for words in '-ohere' '--o here' '-output here' '--output=here' '-soname=libx.so' '-soname libx.so' '-h libx.so' '-hlibx.so' \
  '--hash-style gnu' '-hash-style=gnu' '-Map m' '-Map=m' '--Map m' '-e=_start' '-e _start' '--entry=_start' '-entry _start' \
  '-z now' '-znow' '-defsym x=1' '--defsym=x=1' '-T' '-O' '-O2' '-l' '-L' '-rpath' '-y _start' '-y_start' \
  '--build-id sha1' '-build-id=sha1' '--build-id' '--retain-symbols-file=retain' '--sort-common=descending' '-sort-common' \
  '--save-temps=preopt' '--save-temps' '--plugin-opt=x' '--rsp-quoting=posix' '--rsp-quoting=nosuch' '-m elf_x86_64' \
  '-melf_x86_64' '-m nosuch' '-A elf' '-b elf64-x86-64' '--format=elf64-x86-64' '--format elf' '--oformat=binary' \
  '--oformat binary' '--unresolved-symbols ignore-all' '-Ttext=0x700000' '-Ttext 0x700000' '--Ttext=0x700000' \
  '-G 8' '-G8' '-a shared' '-Y /x' '-Ur' '-EL' '-EB' '--exclude-libs=ALL' '-dT x' '--no-warn-mismatch' '-qmagic' '-i' '-static=x'; do
  n=$((n + 1))
  echo "== $words"
  mkdir $n
  (cd $n && say $L $words ../tiny.o)
done
