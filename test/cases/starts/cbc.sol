Optimal - objective value 8.00000000
      0 x0                         1                       5
      2 x2                         1                       3
