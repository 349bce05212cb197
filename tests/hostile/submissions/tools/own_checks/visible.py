def test_visible(student):
    pass
