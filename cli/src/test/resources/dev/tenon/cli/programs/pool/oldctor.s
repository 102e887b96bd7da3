# A constructor as compilers wrote it before .init_array.
.text
start: movl $1, flag(%rip)
 ret
.globl oldctor_works
.type oldctor_works, @function
oldctor_works: movl flag(%rip), %eax
 ret
.data
flag: .long 0
.section .ctors,"aw",@progbits
.quad start
.section .note.GNU-stack,"",@progbits
