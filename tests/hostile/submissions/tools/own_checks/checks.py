def test_hinted(student):
    pass
