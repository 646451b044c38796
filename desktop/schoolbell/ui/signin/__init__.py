"""The pages before there is an account: sign in, first change of password."""
