# engines: bfd lld mold own
# Every linker opens them as they are, and creates them with the rights of new files.
cp "$POOL"/main.o .
shown() {
  for file in m m2 dep dep2 p; do
    [ -e $file ] && stat -c '%n %h %a %s' $file
  done
  ls -i m m2 dep dep2 2>/dev/null | awk '{print $1}' | sort -u | wc -l
}
link() {
  say $CC main.o -o p -Wl,-Map=m,--dependency-file=dep
  shown
  settle
}
link
link
ln m m2
ln dep dep2
echo scribble >m
link
cmp m m2
link
rm m2
(umask 077; rm m dep p; echo >m; echo >dep; echo >p)
link
link
rm m dep
link
rm p
link
chmod 400 m
link
link
rm m
link
(umask 077; rm -f p; link; rm p; link; rm m; link)
rm p
link
