import Testing
@testable import ClinicStore
@Suite struct X {}
