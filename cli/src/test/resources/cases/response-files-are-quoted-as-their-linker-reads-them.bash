# engines: bfd lld mold own
# with: roundtrip
mkdir 'x\y' 'a b'
cp "$POOL"/tiny.o 'x\y/a.o'
cp "$POOL"/tiny.o 'a b/a.o'
cp "$POOL"/ctor.o .
printf '%s\n' 'x\y/a.o' >windows.rsp
printf '%s\n' '"a b/a.o"' >quoted.rsp
printf '%s\n' 'a\ b/a.o' >escaped.rsp
printf "'a b/a.o'   ctor.o\n\n" >single.rsp
printf '@quoted.rsp\n' >outer.rsp
printf '' >empty.rsp
printf '# no comment\n' >hash.rsp
n=0
for words in '--rsp-quoting=windows @windows.rsp' '--rsp-quoting=posix @windows.rsp' '@windows.rsp' '@quoted.rsp' '@escaped.rsp' \
  '@single.rsp' '@outer.rsp' '@empty.rsp ctor.o' '@hash.rsp ctor.o' '@missing.rsp ctor.o' '@quoted.rsp --rsp-quoting=windows' '@'; do
  n=$((n + 1))
  echo "== $words"
  say $L -o o$n $words
done
