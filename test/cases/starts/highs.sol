Model status
Optimal

# Primal solution values
Feasible
Objective 8
# Columns 3
x0 1
x1 0
x2 0.9999999
# Rows 1
cap 3

# Dual solution values
Feasible
# Columns 3
x0 2
x1 0
x2 -4
# Rows 1
cap 1

# Basis
HiGHS v1
Valid
# Columns 3
1 1 1
# Rows 1
1
