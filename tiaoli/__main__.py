from tiaoli.cli import main

main()
