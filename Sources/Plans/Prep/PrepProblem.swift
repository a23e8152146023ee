/// A field of a prep request, named as its flag.
package enum PrepField: String, CaseIterable, Sendable {
    case lun = "--lun"
    case snapshot = "--snapshot"
    case client = "--client"
    case esx = "--esx"
    case vcenter = "--vcenter"
    case username = "ATVM_VCENTER_USERNAME"
}

package typealias PrepProblem = FieldProblem<PrepField>
package typealias PrepProblems = FieldProblems<PrepField>
