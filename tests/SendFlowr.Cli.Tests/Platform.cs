using System.Runtime.Versioning;

// The entry script is bash, and file modes are part of what is tested.
[assembly: UnsupportedOSPlatform("windows")]
