.globl runs_on_stack
runs_on_stack: ret
.section .note.GNU-stack,"x",@progbits
