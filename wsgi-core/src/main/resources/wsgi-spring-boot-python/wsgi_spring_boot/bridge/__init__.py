"""What passes between Python code and the Java application, by value."""
